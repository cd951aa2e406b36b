package org.cupertino.nvr.fleet.wall;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import org.cupertino.nvr.observe.Loopback;

/**
 * What every request passes: who asks from elsewhere, or on behalf of another page, gets no more.
 */
final class Door {
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    private final boolean loopback;

    /**
     * @param host address that is listened on
     */
    Door(String host) {
        this.loopback = Loopback.is(host);
    }

    /** Lets a request in, or answers it. */
    void asked(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        if (loopback && !Loopback.isAskedFor(request)) {
            refuse(context, 421, "The wall is served to this machine alone: ask for 127.0.0.1");
        } else if (request.method() == HttpMethod.POST && !isOfThisPage(request)) {
            refuse(context, 403, "This was not sent by the page of the wall");
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.POST) {
            refuse(context, 405, "There is GET and POST");
        } else {
            context.next();
        }
    }

    /** Another page that the browser has open cannot claim to be this one. */
    private static boolean isOfThisPage(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String own = request.scheme() + "://" + request.getHeader(HttpHeaders.HOST);
        return origin == null
                ? "same-origin".equals(request.getHeader("Sec-Fetch-Site"))
                : origin.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
    }

    /** Ends a request with a sentence. */
    static void refuse(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end(Pages.json(Map.of("message", sentence)));
    }
}
