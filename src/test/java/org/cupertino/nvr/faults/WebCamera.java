package org.cupertino.nvr.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** A camera that speaks HTTP, and may be told to speak it badly. */
final class WebCamera implements AutoCloseable {
    /** What is wrong with it. */
    enum Mood {
        FINE,
        /** One picture for ever. */
        STALE,
        /** No picture at all. */
        WRONG,
        BUSY,
        SLOW,
        /** To itself, by another path. */
        REDIRECT,
        /** To a host that is in no network of cameras. */
        ELSEWHERE
    }

    private static final String SNAPSHOT = "/snapshot.jpg";

    private final AtomicInteger number = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Mood mood = Mood.FINE;

    WebCamera() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::still);
        server.createContext("/motion", this::motion);
        server.start();
    }

    String stills() {
        return base() + "/camera";
    }

    String motion() {
        return base() + "/motion";
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void is(Mood next) {
        mood = next;
    }

    private void still(HttpExchange exchange) throws IOException {
        Mood now = mood;
        String path = exchange.getRequestURI().getPath();
        if (now == Mood.SLOW) {
            awaitEnd();
        }
        if (now == Mood.ELSEWHERE || now == Mood.REDIRECT && !path.equals(SNAPSHOT)) {
            String host = now == Mood.ELSEWHERE ? "http://127.0.0.2:1" : base();
            exchange.getResponseHeaders().set("Location", host + SNAPSHOT);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        byte[] body =
                now == Mood.WRONG
                        ? new byte[999]
                        : picture(now == Mood.STALE ? number.get() : number.incrementAndGet());
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(now == Mood.BUSY ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Each connection another way of those that cameras have, each cut after eight seconds. */
    private void motion(HttpExchange exchange) throws IOException {
        int way = number.incrementAndGet() % 3;
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        "multipart/x-mixed-replace; boundary="
                                + (way == 0 ? "--frame" : way == 1 ? "\"frame\"" : "frame"));
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 40 && over.getCount() > 0; i++) {
                byte[] jpeg = picture(i);
                String length = way == 1 ? "" : "Content-Length: " + jpeg.length + "\r\n";
                String part = "\r\n--frame\r\nContent-Type: image/jpeg\r\n" + length + "\r\n";
                out.write(part.getBytes(StandardCharsets.US_ASCII));
                out.write(jpeg);
                out.flush();
                over.await(200, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void awaitEnd() throws IOException {
        try {
            over.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static byte[] picture(int number) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawString("picture " + number, 20, 40);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        return jpeg.toByteArray();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
