package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are none. */
class FaultyServerIT {
    private static void garbage(Socket client) throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(100, TimeUnit.MILLISECONDS)) {
            out.write("x".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtsps", "http", "https"})
    void refused_connection_is_reported(String scheme) {
        String uri = scheme + "://u:secret@127.0.0.1:" + Ports.free() + "/0";
        try (Recorder recorder = Recorder.start(uri, 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .isEqualTo("connection refused, next try within 1 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtsps", "http", "https"})
    void silent_server_is_given_up_after_the_connect_timeout(String scheme) throws Exception {
        try (FaultyServer faulty = new FaultyServer(FaultyServer::silent);
                Recorder recorder = Recorder.start(faulty.uri(scheme), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .isEqualTo("no answer within 3 s, next try within 1 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "http"})
    void server_that_trickles_garbage_for_ever_is_given_up(String scheme) throws Exception {
        try (FaultyServer faulty = new FaultyServer(FaultyServerIT::garbage);
                Recorder recorder = Recorder.start(faulty.uri(scheme), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.frames).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtsps", "http", "https"})
    void closing_is_quick_while_connecting(String scheme) throws Exception {
        try (FaultyServer faulty = new FaultyServer(FaultyServer::silent);
                Recorder recorder = Recorder.start(StreamSettings.of(0, faulty.uri(scheme)), 1)) {
            assertThat(faulty.connected.await(60, TimeUnit.SECONDS)).isTrue();
            // Below the limits of 10 s that it would wait for otherwise.
            assertThat(recorder.closeAndMeasure()).isLessThan(Duration.ofSeconds(6));
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(t -> t.getName().equals("camera-0"));
        }
    }

    @Test
    void redirect_to_a_file_is_not_followed() throws Exception {
        String answer =
                "HTTP/1.1 302 Found\r\nLocation: file://"
                        + RtspServer.resource("/video/size-change.ts")
                        + "\r\nContent-Length: 0\r\n\r\n";
        try (FaultyServer faulty =
                        new FaultyServer(
                                client -> {
                                    client.getOutputStream()
                                            .write(answer.getBytes(StandardCharsets.US_ASCII));
                                    FaultyServer.silent(client);
                                });
                Recorder recorder = Recorder.start(faulty.uri("http"), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.frames).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp, 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 2000000000\r\n\r\n'",
        "http, 'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 2000000000\r\n\r\n'"
    })
    void endless_answer_costs_little_memory(String scheme, String answer) throws Exception {
        byte[] zeros = new byte[1 << 20];
        AtomicInteger megabytes = new AtomicInteger();
        try (FaultyServer faulty =
                        new FaultyServer(
                                client -> {
                                    OutputStream out = client.getOutputStream();
                                    out.write(answer.getBytes(StandardCharsets.US_ASCII));
                                    while (megabytes.incrementAndGet() < 1_000) {
                                        out.write(zeros);
                                    }
                                });
                Recorder recorder = Recorder.start(faulty.uri(scheme), 1)) {
            long before = residentMb();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    megabytes.get() > 400
                                            || recorder.stream.stats().state()
                                                    == SourceState.FAILED);
            assertThat(residentMb() - before).isLessThan(150);
        }
    }

    private static long residentMb() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4 / 1_024;
    }

    @Test
    void never_started_stream_can_be_closed() {
        CameraStream stream =
                new CameraStream(
                        StreamSettings.of(1, "rtsp://127.0.0.1/1"),
                        1,
                        new FrameSink() {
                            @Override
                            public boolean isReady() {
                                return true;
                            }

                            @Override
                            public void accept(org.cupertino.nvr.processor.frame.Frame frame) {
                                frame.close();
                            }
                        },
                        (state, reason) -> {});
        stream.close();
        assertThat(stream.stats().state()).isEqualTo(SourceState.CONNECTING);
    }
}
