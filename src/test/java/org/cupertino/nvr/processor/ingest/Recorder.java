package org.cupertino.nvr.processor.ingest;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.config.RtspTransport;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.wire.SourceState;

/** A stream under test together with all that it reported. */
final class Recorder implements FrameSink, StreamListener, AutoCloseable {
    /** What was reported of a frame. */
    record Seen(long id, int width, int height, Instant capturedAt, long nanoTime) {}

    /** What was reported of the stream. */
    record Change(SourceState state, String reason) {}

    final List<Seen> frames = new CopyOnWriteArrayList<>();
    final List<Change> states = new CopyOnWriteArrayList<>();
    final CameraStream stream;
    volatile boolean ready = true;

    private Recorder(StreamSettings settings, double maxFps, CameraStream.Opener opener) {
        stream = new CameraStream(settings, maxFps, this, this, new StreamCounters(), opener);
    }

    static Recorder start(StreamSettings settings, double maxFps) {
        return start(settings, maxFps, Inputs::open);
    }

    static Recorder start(StreamSettings settings, double maxFps, CameraStream.Opener opener) {
        Recorder recorder = new Recorder(settings, maxFps, opener);
        recorder.stream.start();
        return recorder;
    }

    static Recorder start(String uri, double maxFps) {
        return start(settings(uri, null), maxFps);
    }

    /** Camera 0, files looped, short limits. */
    static StreamSettings settings(String uri, RtspTransport transport) {
        return new StreamSettings(
                0,
                uri,
                transport,
                FilePlayback.LOOP,
                null,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                false,
                null);
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void accept(Frame frame) {
        try (frame) {
            frames.add(
                    new Seen(
                            frame.frameId(),
                            frame.width(),
                            frame.height(),
                            frame.capturedAt(),
                            System.nanoTime()));
        }
    }

    @Override
    public void stateChanged(SourceState state, String reason) {
        states.add(new Change(state, reason));
    }

    void awaitFrames(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> frames.size() >= count);
    }

    /** Waits until one state was reported, now or before. */
    void awaitChange(Predicate<Change> wanted) {
        await().atMost(Duration.ofSeconds(60)).until(() -> states.stream().anyMatch(wanted));
    }

    void awaitState(SourceState state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> stream.stats().state() == state);
    }

    /** Nanoseconds that closing took. */
    Duration closeAndMeasure() {
        long start = System.nanoTime();
        stream.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        stream.close();
    }
}
