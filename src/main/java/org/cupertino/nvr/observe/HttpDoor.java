package org.cupertino.nvr.observe;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What strangers may do at the port of health and metrics: ask, in HTTP/1.1, one short question
 * after the other. Of one event loop.
 */
final class HttpDoor {
    private static final int MOST_CONNECTIONS = 100;

    private final Set<HttpConnection> open = new LinkedHashSet<>();
    private final boolean loopback;
    private final Handler<HttpServerRequest> inside;

    /**
     * @param host address that is listened on
     * @param inside answers what is let in
     */
    HttpDoor(String host, Handler<HttpServerRequest> inside) {
        this.loopback = Loopback.is(host);
        this.inside = inside;
    }

    /**
     * @param idle after which a connection on which nothing moves is closed
     */
    static HttpServerOptions options(Duration idle) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) idle.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** The oldest gives way: who holds connections open keeps no health check out. */
    void connected(HttpConnection connection) {
        open.add(connection);
        connection.closeHandler(closed -> open.remove(connection));
        if (open.size() > MOST_CONNECTIONS) {
            Iterator<HttpConnection> oldest = open.iterator();
            HttpConnection first = oldest.next();
            oldest.remove();
            first.close();
        }
    }

    void asked(HttpServerRequest request) {
        if (loopback && !Loopback.isAskedFor(request)) {
            refuse(
                    request,
                    421,
                    "Health and metrics are served to this machine alone: ask for 127.0.0.1 or localhost");
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            refuse(request, 405, "Health and metrics can be read alone");
        } else if (hasBody(request)) {
            refuse(request, 413, "Health and metrics take no content");
        } else {
            inside.handle(request);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0")
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Closes the connection too: what else was sent is not read. */
    private static void refuse(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(sentence + "\n")
                .onComplete(sent -> request.connection().close());
    }
}
