package org.cupertino.nvr.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks the management server of a processor on this machine. */
public final class Http {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;

    public Http(int port) {
        this.port = port;
    }

    /** The status code of a GET, or -1 where nobody answers. */
    public int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /** The body of a GET. */
    public String body(String path) {
        try {
            return get(path).body();
        } catch (IOException e) {
            throw new AssertionError(path + " on port " + port + ": " + e, e);
        }
    }

    /** All series of the metrics, without comments. */
    public List<String> series() {
        return body("/observe/metrics").lines().filter(line -> !line.startsWith("#")).toList();
    }

    private HttpResponse<String> get(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
