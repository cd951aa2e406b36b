package org.cupertino.nvr.wall;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Serves the page and says to it what a test wants, as the wall would. */
final class FakeWall implements AutoCloseable {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");
    private static final String END = "";

    /** What the page posted. */
    record Post(String path, String body) {}

    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    run -> {
                        Thread thread = new Thread(run, "fake-wall");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Map<String, String> known = new LinkedHashMap<>();
    private final Set<BlockingQueue<String>> pages = ConcurrentHashMap.newKeySet();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final List<String> pictures = new CopyOnWriteArrayList<>();

    /** Makes the JPEG or PNG of a path; null is 404. */
    volatile Function<String, byte[]> painter = path -> null;

    volatile String pastEvents = "[]";
    volatile String role = "operator";
    volatile Function<Post, String> answer = post -> "{\"command_id\":\"c1\"}";

    FakeWall(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    List<Post> posts(String path) {
        return posts.stream().filter(post -> post.path().equals(path)).toList();
    }

    /** Paths of pictures that were asked for. */
    List<String> pictures() {
        return List.copyOf(pictures);
    }

    /** Says something to all pages; those that come later hear it too, if it has a key. */
    void say(String kind, String key, String json) {
        String event = "event: " + kind + "\ndata: " + json.replace("\n", "") + "\n\n";
        synchronized (known) {
            if (key != null) {
                known.put(key, event);
            }
            pages.forEach(page -> page.add(event));
        }
    }

    /** Knows nothing any more, and ends the connections of all pages. */
    void forget() {
        synchronized (known) {
            known.clear();
        }
        posts.clear();
        pictures.clear();
        drop();
    }

    void drop() {
        pages.forEach(page -> page.add(END));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, path);
            } else if (path.equals("/events")) {
                events(exchange);
            } else if (path.startsWith("/pictures/")) {
                pictures.add(path);
                send(exchange, "image/jpeg", painter.apply(path));
            } else if (path.startsWith("/cameras/")) {
                send(exchange, "application/json", pastEvents.getBytes("UTF-8"));
            } else {
                file(exchange, path.equals("/") ? "/index.html" : path);
            }
        }
    }

    private void post(HttpExchange exchange, String path) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), "UTF-8");
        Post post = new Post(path, body);
        posts.add(post);
        if (path.equals("/view")) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            send(exchange, "application/json", answer.apply(post).getBytes("UTF-8"));
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        BlockingQueue<String> mine = new LinkedBlockingQueue<>();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        synchronized (known) {
            mine.add(
                    "event: hello\ndata: {\"page\":\"p%d\",\"user\":%s,\"role\":\"%s\",\"now\":\"%s\"}\n\n"
                            .formatted(
                                    System.nanoTime(),
                                    role.equals("viewer") ? "\"anna\"" : "null",
                                    role,
                                    java.time.Instant.now()));
            mine.addAll(known.values());
            pages.add(mine);
        }
        try (OutputStream out = exchange.getResponseBody()) {
            for (String event = ": here\n\n"; !END.equals(event); ) {
                out.write(event.getBytes("UTF-8"));
                out.flush();
                String next = mine.poll(2, TimeUnit.SECONDS);
                event = next == null ? ": here\n\n" : next;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            pages.remove(mine);
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (InputStream in = FakeWall.class.getResourceAsStream(path.substring(1))) {
            send(exchange, type, in == null || type == null ? null : in.readAllBytes());
        }
    }

    private void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        drop();
        server.stop(0);
        threads.shutdownNow();
    }
}
