package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.processor.ingest.FrameSink;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CameraTest {
    private Runnable changed = () -> {};
    private final Camera camera =
            new Camera(
                    StreamSettings.of(3, "rtsp://127.0.0.1/3"),
                    SamplingRate.forGood(1),
                    () -> changed.run());

    /** A route that keeps what it gets, or breaks. */
    private static final class Route implements FrameSink {
        private final List<Frame> frames = new ArrayList<>();
        private Error broken;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void accept(Frame frame) {
            if (broken != null) {
                throw broken;
            }
            frames.add(frame);
        }
    }

    @AfterEach
    void close() {
        camera.close(System.nanoTime() + Duration.ofSeconds(2).toNanos());
    }

    @Test
    void second_route_is_refused_and_takes_nothing_from_the_first() {
        Route first = new Route();
        Route second = new Route();
        assertThat(camera.connect(first)).isTrue();
        assertThat(camera.connect(second)).isFalse();

        camera.disconnect(second);
        camera.accept(new NoPicture());

        assertThat(first.frames).hasSize(1);
        assertThat(second.frames).isEmpty();
    }

    @Test
    void route_may_follow_another_one() {
        Route first = new Route();
        camera.connect(first);
        camera.disconnect(first);
        assertThat(camera.connect(new Route())).isTrue();
    }

    @Test
    void frame_that_no_worker_takes_is_not_waited_for() {
        Route route = new Route();
        route.broken = new OutOfMemoryError("unable to create native thread");
        camera.connect(route);

        assertThatThrownBy(() -> camera.accept(new NoPicture())).isSameAs(route.broken);

        assertThat(camera.isReady()).isTrue();
    }

    @Test
    void frame_is_done_though_its_problem_cannot_be_reported() {
        camera.connect(new Route());
        changed =
                () -> {
                    throw new IllegalStateException("no broker");
                };
        for (int i = 0; i < FrameFailures.IN_A_ROW; i++) {
            camera.accept(new NoPicture());
            assertThat(camera.isReady()).isFalse();
            try {
                camera.frameDone(new IllegalStateException("no such operator"));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("no broker");
            }
            assertThat(camera.isReady()).isTrue();
        }
    }

    private static final class NoPicture implements Frame {
        @Override
        public int sourceId() {
            return 3;
        }

        @Override
        public long frameId() {
            return 1;
        }

        @Override
        public Instant capturedAt() {
            return Instant.EPOCH;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public void letterbox(Letterbox target, ByteBuffer rgb) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing to give back.
        }
    }
}
