package org.cupertino.nvr.fleet.wall;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** An address, or localhost, with or without a port. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(localhost\\.?|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(:\\d*)?",
                    Pattern.CASE_INSENSITIVE);

    private final boolean asksWho;
    private final Set<String> names;

    /**
     * @param asksWho whether visitors have to log in: their cookie is for one name alone
     * @param names in lower case, that may be asked for besides addresses
     */
    Door(boolean asksWho, Set<String> names) {
        this.asksWho = asksWho;
        this.names = names;
    }

    /** Lets a request in, or answers it. */
    void asked(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        if (!asksWho && !isAskedFor(request)) {
            refuse(context, 421, "Ask for the wall by its address, or see --wall-name");
        } else if (request.method() == HttpMethod.POST && !isOfThisPage(request)) {
            refuse(context, 403, "This was not sent by the page of the wall");
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.POST) {
            refuse(context, 405, "There is GET and POST");
        } else {
            context.next();
        }
    }

    /**
     * A page of another site whose name was made to point here would otherwise be of the same
     * origin to its browser, which names that site. No name has to point to an address.
     */
    private boolean isAskedFor(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.HOST).stream()
                .allMatch(
                        host ->
                                ADDRESS.matcher(host).matches()
                                        || names.contains(
                                                host.toLowerCase(Locale.ROOT)
                                                        .replaceFirst("\\.?(:\\d*)?$", "")));
    }

    /**
     * Another page that the browser has open cannot claim to be this one. Behind a proxy that ends
     * TLS the browser's own word is right, where the address of the page has another scheme.
     */
    private static boolean isOfThisPage(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String own = request.scheme() + "://" + request.getHeader(HttpHeaders.HOST);
        return origin != null
                && origin.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
    }

    /** Ends a request with a sentence. */
    static void refuse(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end(Pages.json(Map.of("message", sentence)));
    }
}
