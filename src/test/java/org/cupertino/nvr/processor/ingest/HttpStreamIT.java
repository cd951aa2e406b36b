package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStreamIT {
    private static final double EVERY_FRAME = 1000;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"video/mp2t", "application/octet-stream"})
    void transport_stream_served_as_fast_as_it_goes_is_played_in_real_time(String type)
            throws IOException {
        byte[] content = Files.readAllBytes(RtspServer.resource("/video/size-change.ts"));
        serve("/ts", type, out -> out.write(content));
        try (Recorder recorder = Recorder.start(uri("/ts"), EVERY_FRAME)) {
            recorder.awaitFrames(60);
            assertThat(recorder.frames).extracting(Recorder.Seen::width).contains(320, 480);
            long took = recorder.frames.get(59).nanoTime() - recorder.frames.get(0).nanoTime();
            // 5.9 s of video less the second that may be ahead, and less by what the first is late.
            assertThat(Duration.ofNanos(took)).isGreaterThan(Duration.ofMillis(3000));
        }
    }

    @Test
    void motion_jpeg_is_sampled() throws IOException {
        List<byte[]> pictures = pictures(RtspServer.resource("/video/mjpeg.mov"));
        assertThat(pictures).hasSize(20);
        serve("/mjpeg", "multipart/x-mixed-replace; boundary=cut", out -> send(pictures, out));
        try (Recorder recorder = Recorder.start(uri("/mjpeg"), 5)) {
            recorder.awaitFrames(10);
            assertThat(recorder.frames).allMatch(f -> f.width() == 320);
            long took = recorder.frames.get(9).nanoTime() - recorder.frames.get(0).nanoTime();
            // 9 pictures at 5 a second; all that are sent would take half of that.
            assertThat(Duration.ofNanos(took)).isGreaterThan(Duration.ofMillis(1200));
            assertThat(recorder.stream.stats().framesCorrupt()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.apple.mpegurl", "video/mp2t", "text/plain"})
    void hostile_playlist_is_not_followed(String type) {
        String playlist =
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://"
                        + RtspServer.resource("/video/size-change.ts")
                        + "\n#EXTINF:10,\n"
                        + uri("/segment.ts")
                        + "\n#EXT-X-ENDLIST\n";
        serve("/live.m3u8", type, out -> out.write(playlist.getBytes(StandardCharsets.US_ASCII)));
        try (Recorder recorder = Recorder.start(uri("/live.m3u8"), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.frames).isEmpty();
            assertThat(asked).allMatch("/live.m3u8"::equals);
        }
    }

    @Test
    void frozen_server_is_stalled() {
        List<byte[]> pictures = pictures(RtspServer.resource("/video/mjpeg.mov"));
        serve(
                "/mjpeg",
                "multipart/x-mixed-replace; boundary=cut",
                out -> {
                    send(pictures, out);
                    out.flush();
                    wait(30_000);
                });
        try (Recorder recorder = Recorder.start(uri("/mjpeg"), EVERY_FRAME)) {
            recorder.awaitChange(t -> t.state() == SourceState.STALLED);
            assertThat(recorder.frames).hasSizeGreaterThan(10);
        }
    }

    @Test
    void refused_login_is_reported() {
        server.createContext("/closed", exchange -> exchange.sendResponseHeaders(401, -1));
        try (Recorder recorder = Recorder.start(uri("/closed"), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .startsWith("the camera wants a login (401)");
        }
    }

    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private void serve(String path, String type, Body body) {
        HttpHandler handler =
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    answer(exchange, type, body);
                };
        server.createContext("/", handler);
        server.createContext(path, handler);
    }

    private static void answer(HttpExchange exchange, String type, Body body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            body.write(out);
        }
    }

    /** At 10 pictures a second. */
    private void send(List<byte[]> pictures, OutputStream out) throws IOException {
        for (byte[] picture : pictures) {
            String head =
                    "--cut\r\nContent-Type: image/jpeg\r\nContent-Length: "
                            + picture.length
                            + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(picture);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            wait(100);
        }
    }

    private void wait(int millis) {
        try {
            over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JPEG files inside a Motion JPEG file, found by their markers. */
    private static List<byte[]> pictures(Path file) {
        List<byte[]> found = new ArrayList<>();
        try {
            byte[] all = Files.readAllBytes(file);
            int start = -1;
            for (int i = 0; i + 2 < all.length; i++) {
                boolean marker = all[i] == (byte) 0xFF;
                if (marker && all[i + 1] == (byte) 0xD8 && all[i + 2] == (byte) 0xFF) {
                    start = i;
                } else if (marker && all[i + 1] == (byte) 0xD9 && start >= 0) {
                    found.add(Arrays.copyOfRange(all, start, i + 2));
                    start = -1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
