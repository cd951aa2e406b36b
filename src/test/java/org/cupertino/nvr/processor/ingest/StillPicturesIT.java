package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that send one picture each time they are asked. */
class StillPicturesIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger number = new AtomicInteger();

    private byte[] next(HttpCamera.Request request) {
        return HttpCamera.picture(Jpegs.picture(number.incrementAndGet()), "");
    }

    private static void assertEachIsCounted(Recorder recorder, HttpCamera camera) {
        StreamStats stats = recorder.stream.stats();
        assertThat(stats.framesSampled()).isEqualTo(recorder.frames.size());
        assertThat(stats.framesDue()).isGreaterThanOrEqualTo(camera.requests.size());
    }

    private static void assertNeverFasterThan(Duration interval, HttpCamera camera) {
        List<HttpCamera.Request> requests = camera.requests;
        long took = requests.get(requests.size() - 1).nanoTime() - requests.get(0).nanoTime();
        // The first comes at once, the others at points of a grid.
        assertThat((requests.size() - 2) * interval.toNanos()).isLessThanOrEqualTo(took);
    }

    @Test
    void picture_is_fetched_once_a_due_time_over_one_connection() throws Exception {
        try (HttpCamera camera = new HttpCamera(this::next);
                Recorder recorder = Recorder.start(camera.uri("/a?b=c"), 5)) {
            Instant before = Instant.now();
            recorder.awaitFrames(8);
            recorder.stream.pause();
            assertThat(camera.requests).allMatch(r -> r.connection() == 1);
            assertThat(camera.requests).allMatch(r -> r.target().equals("/a?b=c"));
            assertThat(camera.requests.get(0).text()).contains("Host: 127.0.0.1:" + camera.port());
            assertNeverFasterThan(Duration.ofMillis(200), camera);
            assertThat(recorder.frames).allMatch(f -> f.width() == Jpegs.WIDTH);
            assertThat(recorder.frames)
                    .allMatch(f -> !f.capturedAt().isBefore(before.minusMillis(1_000)));
            assertEachIsCounted(recorder, camera);
            assertThat(recorder.states.get(recorder.states.size() - 1).reason()).isNull();
        }
    }

    @Test
    void unchanged_picture_is_skipped_and_said_to_be_stale() throws Exception {
        try (HttpCamera camera =
                        new HttpCamera(
                                request ->
                                        request.text().contains("If-None-Match: \"x\"")
                                                ? HttpCamera.empty("304 Not Modified", "")
                                                : HttpCamera.picture(
                                                        Jpegs.picture(1), "ETag: \"x\"\r\n"));
                Recorder recorder = Recorder.start(camera.uri("/"), 10)) {
            recorder.awaitChange(t -> String.valueOf(t.reason()).contains("stale"));
            assertThat(recorder.frames).hasSize(1);
            assertThat(recorder.stream.stats().state()).isEqualTo(SourceState.LIVE);
            assertThat(recorder.stream.stats().framesSkipped()).isGreaterThan(5);
            assertEachIsCounted(recorder, camera);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Last-Modified: Sun, 01 Jan 2023 00:00:00 GMT\r\n"})
    void same_picture_is_not_analysed_twice_whatever_the_headers(String headers) throws Exception {
        try (HttpCamera camera =
                        new HttpCamera(
                                request -> {
                                    int n = number.getAndIncrement() / 3;
                                    return HttpCamera.picture(Jpegs.picture(n), headers);
                                });
                Recorder recorder = Recorder.start(camera.uri("/"), 20)) {
            recorder.awaitFrames(4);
            assertThat(recorder.stream.stats().framesSkipped()).isGreaterThanOrEqualTo(6);
            assertEachIsCounted(recorder, camera);
        }
    }

    @Test
    void camera_that_always_says_that_nothing_is_new_is_found_out() throws Exception {
        try (HttpCamera camera =
                        new HttpCamera(
                                request ->
                                        request.text().contains("If-None-Match")
                                                ? HttpCamera.empty("304 Not Modified", "")
                                                : HttpCamera.picture(
                                                        Jpegs.picture(number.incrementAndGet()),
                                                        "ETag: \"always\"\r\n"));
                Recorder recorder = Recorder.start(camera.uri("/"), 20)) {
            recorder.awaitFrames(10);
            assertThat(recorder.stream.stats().framesSkipped()).isLessThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "hang up", "damaged", "page"})
    void failure_uses_its_due_time_up_and_is_counted(String failure) throws Exception {
        Function<HttpCamera.Request, byte[]> answers =
                request -> {
                    if (number.incrementAndGet() % 2 == 1) {
                        return HttpCamera.picture(Jpegs.picture(number.get()), "");
                    }
                    byte[] page = Jpegs.join("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>");
                    byte[] jpeg = Jpegs.picture(number.get());
                    return switch (failure) {
                        case "error" -> HttpCamera.empty("503 Busy", "");
                        case "hang up" -> HttpCamera.picture(jpeg, "Connection: close\r\n");
                        case "damaged" ->
                                HttpCamera.picture(
                                        Jpegs.join(
                                                Arrays.copyOf(jpeg, jpeg.length / 2),
                                                "\u00ff\u00d9"),
                                        "");
                        default -> page;
                    };
                };
        try (HttpCamera camera = new HttpCamera(answers);
                Recorder recorder = Recorder.start(camera.uri("/"), 2)) {
            recorder.awaitFrames(3);
            recorder.stream.pause();
            assertNeverFasterThan(Duration.ofMillis(500), camera);
            if (!failure.equals("hang up")) {
                assertThat(recorder.stream.stats().framesLost()).isPositive();
                assertThat(recorder.states).anyMatch(t -> t.state() != SourceState.LIVE);
            }
            assertEachIsCounted(recorder, camera);
        }
    }

    @Test
    void pause_rate_and_end_take_effect_at_once() throws Exception {
        try (HttpCamera camera = new HttpCamera(this::next);
                Recorder recorder = Recorder.start(camera.uri("/"), 0.01)) {
            recorder.awaitFrames(1);
            recorder.stream.setMaxFps(20);
            recorder.awaitFrames(4);
            recorder.stream.pause();
            int asked = camera.requests.size();
            recorder.awaitState(SourceState.PAUSED);
            recorder.stream.setMaxFps(0.01);
            assertThat(camera.requests.size()).isLessThanOrEqualTo(asked + 1);
            int had = recorder.frames.size();
            recorder.stream.resume();
            recorder.awaitFrames(had + 1);
            assertThat(recorder.closeAndMeasure()).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void slow_camera_is_given_up_and_closing_does_not_wait_for_it() throws Exception {
        try (HttpCamera camera =
                        new HttpCamera(
                                request -> number.incrementAndGet() < 3 ? next(request) : null);
                Recorder recorder = Recorder.start(camera.uri("/"), 5)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason()).startsWith("no answer within 3 s");
            int asked = camera.requests.size();
            await().atMost(LONG).until(() -> camera.requests.size() > asked);
            assertThat(recorder.closeAndMeasure()).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void busy_sink_costs_no_fetch() throws Exception {
        try (HttpCamera camera = new HttpCamera(this::next);
                Recorder recorder = Recorder.start(camera.uri("/"), 20)) {
            recorder.awaitFrames(1);
            recorder.ready = false;
            long skipped = recorder.stream.stats().framesSkipped();
            int asked = camera.requests.size();
            await().atMost(LONG)
                    .until(() -> recorder.stream.stats().framesSkipped() > skipped + 10);
            assertThat(camera.requests.size()).isLessThanOrEqualTo(asked + 1);
        }
    }

    @Test
    void probe_knows_them() throws Exception {
        try (HttpCamera camera = new HttpCamera(this::next)) {
            CameraFacts facts =
                    CameraProbe.look(
                            Recorder.settings(camera.uri("/"), null),
                            Duration.ofSeconds(5),
                            frame -> {});
            assertThat(facts.codec()).isEqualTo(CameraFacts.STILL);
            assertThat(facts.width()).isEqualTo(Jpegs.WIDTH);
            assertThat(camera.requests).hasSize(1);
        }
    }
}
