package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.cupertino.nvr.config.RtspTransport;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtspStreamIT {
    private static final Path DEMO = RtspServer.resource("/demo/people.mp4");
    private static final double EVERY_FRAME = 1000;
    private static RtspServer server;

    @BeforeAll
    static void start() {
        RtspServer.assumeAvailable();
        server =
                RtspServer.start(
                        Map.of(
                                "h264", DEMO,
                                "clip-h265", RtspServer.resource("/video/h265.mp4"),
                                "clip-mjpeg", RtspServer.resource("/video/mjpeg.mov"),
                                "refresh", RtspServer.resource("/video/intra-refresh.mp4")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h264, TCP, 768",
        "h264, UDP, 768",
        "clip-h265, TCP, 320",
        "clip-mjpeg, TCP, 320",
        "refresh, TCP, 320"
    })
    void camera_gives_every_picture(String mount, RtspTransport transport, int width) {
        StreamSettings settings = Recorder.settings(server.uri(mount), transport);
        try (Recorder recorder = Recorder.start(settings, EVERY_FRAME)) {
            recorder.awaitFrames(20);
            assertThat(recorder.frames).allMatch(f -> f.width() == width);
            assertThat(recorder.stream.stats())
                    .matches(s -> s.state() == SourceState.LIVE)
                    .matches(s -> s.width() == width)
                    .matches(s -> s.fps() > 5);
        }
    }

    /** A relay costs; it is for cameras that lead elsewhere, and these do not. */
    @ParameterizedTest
    @ValueSource(strings = {"h264", "h264?channel=1&subtype=0"})
    void camera_without_a_login_needs_no_relay(String mount) {
        try (Recorder recorder = Recorder.start(server.uri(mount), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("relay-"));
        }
    }

    @Test
    void first_frame_does_not_wait_for_its_turn() {
        try (Recorder recorder = Recorder.start(server.uri("h264"), 0.01)) {
            recorder.awaitFrames(1);
            assertThat(recorder.stream.stats().lastFrameAt())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
        }
    }

    @Test
    void intra_refresh_gives_pictures_at_a_low_rate_too() {
        // One clip lasts 6 s and only its first picture is a key frame in the usual sense.
        try (Recorder recorder = Recorder.start(server.uri("refresh"), 0.4)) {
            recorder.awaitFrames(3);
            assertThat(recorder.stream.stats().state()).isEqualTo(SourceState.LIVE);
        }
    }

    @Test
    void rate_changes_without_reconnecting() {
        try (Recorder recorder = Recorder.start(server.uri("h264"), 0.01)) {
            recorder.awaitFrames(1);
            recorder.stream.setMaxFps(EVERY_FRAME);
            recorder.awaitFrames(20);
            recorder.stream.setMaxFps(0.01);
            int before = recorder.frames.size();
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> recorder.frames.size() <= before + 1);
            assertThat(recorder.stream.stats().reconnects()).isZero();
            assertThat(recorder.stream.stats().maxFps()).isEqualTo(0.01);
        }
    }

    @Test
    void paused_camera_gives_nothing_and_stays_connected() {
        try (Recorder recorder = Recorder.start(server.uri("h264"), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            recorder.stream.pause();
            recorder.awaitChange(t -> t.state() == SourceState.PAUSED);
            int before = recorder.frames.size();
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> recorder.frames.size() == before);
            recorder.stream.resume();
            recorder.awaitFrames(before + 5);
            assertThat(recorder.stream.stats().state()).isEqualTo(SourceState.LIVE);
            assertThat(recorder.stream.stats().reconnects()).isZero();
        }
    }

    @Test
    void frames_are_skipped_and_counted_while_the_sink_is_busy() {
        try (Recorder recorder = Recorder.start(server.uri("h264"), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            recorder.ready = false;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> recorder.stream.stats().framesSkipped() > 10);
            int before = recorder.frames.size();
            recorder.ready = true;
            recorder.awaitFrames(before + 5);
            assertThat(recorder.stream.stats().framesSampled()).isEqualTo(recorder.frames.size());
            assertThat(recorder.stream.stats().state()).isEqualTo(SourceState.LIVE);
        }
    }

    @Test
    void camera_comes_back_after_its_server_died() {
        Map<String, Path> mounts = Map.of("0", DEMO);
        RtspServer first = RtspServer.start(mounts);
        try (Recorder recorder = Recorder.start(first.uri("0"), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            first.close();
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            recorder.awaitChange(t -> "connection refused, next try within 1 s".equals(t.reason()));
            int before = recorder.frames.size();
            try (RtspServer second = RtspServer.start(first.port(), mounts, null, null)) {
                recorder.awaitFrames(before + 5);
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(recorder.stream.stats().reconnects()).isPositive();
                assertThat(recorder.frames).extracting(Recorder.Seen::id).isSorted();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void frozen_camera_is_stalled_and_comes_back() {
        try (RtspServer frozen = RtspServer.start(Map.of("0", DEMO));
                Recorder recorder = Recorder.start(frozen.uri("0"), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            frozen.suspend();
            recorder.awaitChange(t -> t.state() == SourceState.STALLED);
            assertThat(recorder.states)
                    .extracting(Recorder.Change::reason)
                    .contains("no video for 2 s, next try within 1 s");
            // Trying again hangs in connecting now.
            recorder.awaitChange(t -> (t.reason() + "").startsWith("no answer within 3 s"));
            int before = recorder.frames.size();
            frozen.resume();
            recorder.awaitFrames(before + 5);
        }
    }

    @Test
    void closing_is_quick_while_the_camera_is_frozen() {
        try (RtspServer frozen = RtspServer.start(Map.of("0", DEMO));
                Recorder recorder =
                        Recorder.start(StreamSettings.of(0, frozen.uri("0")), EVERY_FRAME)) {
            recorder.awaitFrames(5);
            frozen.suspend();
            // Below the limits of 10 s that it would wait for otherwise.
            assertThat(recorder.closeAndMeasure()).isLessThan(Duration.ofSeconds(6));
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(t -> t.getName().equals("camera-0"));
        }
    }

    @Test
    void wrong_credentials_are_reported_without_being_shown() {
        int port = Ports.free();
        try (RtspServer closed = RtspServer.start(port, Map.of("0", DEMO), "admin", "right");
                Recorder wrong = Recorder.start("rtsp://admin:wr0ng@127.0.0.1:" + port + "/0", 1);
                Recorder right = Recorder.start("rtsp://admin:right@127.0.0.1:" + port + "/0", 1);
                Recorder udp =
                        Recorder.start(
                                Recorder.settings(
                                        "rtsp://admin:right@127.0.0.1:" + port + "/0",
                                        RtspTransport.UDP),
                                1)) {
            right.awaitFrames(1);
            udp.awaitFrames(1);
            wrong.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(wrong.stream.stats().reason())
                    .startsWith("the camera refuses the login (401)");
            assertThat(closed.port()).isEqualTo(port);
        }
    }

    @Test
    void unknown_stream_is_reported() {
        try (Recorder recorder = Recorder.start(server.uri("nowhere"), 1)) {
            recorder.awaitChange(
                    t -> (t.reason() + "").startsWith("no such stream on the camera (404)"));
        }
    }
}
