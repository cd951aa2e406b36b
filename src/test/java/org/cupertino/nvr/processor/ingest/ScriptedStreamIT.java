package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cupertino.nvr.support.Clip;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.support.ScriptedCamera;
import org.junit.jupiter.api.Test;

/** Cameras that stall, and that end what they began. */
class ScriptedStreamIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<Clip.Picture> CLIP = Clip.of(RtspServer.resource("/demo/people.mp4"));

    /** Sends so many tenths of a second, each at its time. */
    private static void tenths(ScriptedCamera.Line line, int from, int to)
            throws IOException, InterruptedException {
        for (int n = from; n < to; n++) {
            line.until(n / 10.0);
            line.picture(CLIP.get(n % CLIP.size()), n * 9_000L);
        }
    }

    private static void end(ScriptedCamera.Line line) throws IOException, InterruptedException {
        tenths(line, 0, 5);
    }

    @Test
    void newest_picture_is_the_sample_after_a_stall() {
        try (ScriptedCamera camera =
                        new ScriptedCamera(
                                line -> {
                                    tenths(line, 0, 30);
                                    line.until(4.7);
                                    tenths(line, 30, 120);
                                });
                Recorder recorder = Recorder.start(camera.uri(), 2)) {
            recorder.awaitFrames(8);
            Recorder.Seen first = recorder.frames.get(0);
            assertThat(recorder.frames)
                    .allSatisfy(
                            seen -> {
                                Duration arrived =
                                        Duration.ofNanos(seen.nanoTime() - first.nanoTime());
                                Duration taken =
                                        Duration.between(first.capturedAt(), seen.capturedAt());
                                assertThat(arrived.minus(taken)).isLessThan(Duration.ofMillis(900));
                            });
            assertThat(recorder.stream.stats().framesLost()).isPositive();
        }
    }

    @Test
    void reconnect_is_no_extra_sample() {
        try (ScriptedCamera camera = new ScriptedCamera(ScriptedStreamIT::end);
                Recorder recorder = Recorder.start(camera.uri(), 0.001)) {
            await().atMost(SOON).until(() -> recorder.stream.stats().reconnects() >= 3);
            // One at once, and one more if it was due just then.
            assertThat(recorder.frames).hasSizeBetween(1, 2);
        }
    }

    @Test
    void address_that_worked_stays_the_first_choice() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (ScriptedCamera camera = new ScriptedCamera(ScriptedStreamIT::end);
                Recorder recorder =
                        Recorder.start(
                                Recorder.settings(camera.uri(), null),
                                1,
                                (settings, attempt, deadline, atMost) -> {
                                    attempts.add(attempt);
                                    if (attempt == 0) {
                                        throw new StreamException("no answer");
                                    }
                                    return Inputs.open(settings, attempt, deadline, atMost);
                                })) {
            await().atMost(SOON).until(() -> recorder.stream.stats().reconnects() >= 2);
            assertThat(attempts).startsWith(0, 1, 1, 1);
        }
    }
}
