package org.cupertino.nvr.observe;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** What is for this machine alone. */
final class Loopback {
    /** Names of this machine alone, with or without a port. */
    private static final Pattern NAMES =
            Pattern.compile(
                    "(localhost\\.?|127(\\.\\d{1,3}){3}|\\[::1])(:\\d*)?",
                    Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /** Whether who listens on this address is heard by this machine alone. */
    static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // To listen there fails as well, and says so.
            return false;
        }
    }

    /**
     * A web page whose name points to this machine would otherwise read what the cameras see. Its
     * browser names the page's host; a request without a name comes from no browser.
     */
    static boolean isAskedFor(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        return hosts.stream().allMatch(host -> NAMES.matcher(host).matches());
    }
}
