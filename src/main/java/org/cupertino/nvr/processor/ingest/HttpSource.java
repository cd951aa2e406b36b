package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * Asks one camera over HTTP: logs in, follows redirects, and keeps the connection as long as the
 * camera does. The login goes to the camera alone. For one thread.
 */
final class HttpSource implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int UNAUTHORIZED = 401;

    /** For one answer: redirects and logins. */
    private static final int MOST_REQUESTS = 6;

    private final Access access;
    private final CameraAddress address;
    private final int attempt;
    private final CameraTls tls;
    private final Deadline deadline;
    private final HttpLogin login;
    private HttpConnection connection;
    private CameraAddress connected;

    /**
     * @param attempt chooses between the addresses of a host that has several
     */
    HttpSource(StreamSettings settings, int attempt, Deadline deadline) throws StreamException {
        access = settings.access();
        address = access.filled(settings.uri());
        this.attempt = attempt;
        tls = new CameraTls(settings.tlsCaFile());
        this.deadline = deadline;
        String user = address.secretUserInfo();
        login = user.isEmpty() ? null : HttpLogin.of(user);
    }

    /**
     * Asks for what is at the camera's address.
     *
     * @param headers besides the usual ones
     * @param limitNanos how long it may take until the head of the answer is there
     * @return an answer with content, or one that says that nothing is new
     */
    HttpAnswer get(Map<String, String> headers, long limitNanos) throws StreamException {
        deadline.arm(limitNanos);
        try {
            return follow(headers);
        } catch (IOException e) {
            close();
            throw failure(e, Duration.ofNanos(limitNanos));
        }
    }

    private HttpAnswer follow(Map<String, String> headers) throws IOException, StreamException {
        CameraAddress to = address;
        for (int requests = 0; requests < MOST_REQUESTS; requests++) {
            HttpAnswer answer = ask(to, headers);
            if (REDIRECTS.contains(answer.status())) {
                to = redirected(to, answer.header("location"));
            } else if (answer.status() != UNAUTHORIZED) {
                if (mayLogIn(to)) {
                    login.accepted();
                }
                return checked(answer);
            } else if (!mayLogIn(to) || !login.challenged(answer.all("www-authenticate"))) {
                return checked(answer);
            }
        }
        throw new StreamException("the camera redirects without end");
    }

    private HttpAnswer ask(CameraAddress to, Map<String, String> headers)
            throws IOException, StreamException {
        boolean kept = connection != null && connected.isSameServer(to) && connection.isReusable();
        if (kept) {
            try {
                return request(to, headers);
            } catch (IOException e) {
                // The camera has closed it meanwhile, or left something in it.
                if (deadline.expired()) {
                    throw e;
                }
            }
        }
        close();
        InetAddress[] addresses = HostResolver.SYSTEM.resolve(to.host(), deadline);
        InetAddress at = addresses[attempt % addresses.length];
        access.check(to, at);
        connection = HttpConnection.open(to, at, tls, deadline);
        connected = to;
        return request(to, headers);
    }

    private HttpAnswer request(CameraAddress to, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        String authorization = mayLogIn(to) ? login.authorization("GET", to.target()) : null;
        if (authorization != null) {
            all.put("Authorization", authorization);
        }
        return connection.get(to.target(), all);
    }

    private boolean mayLogIn(CameraAddress to) {
        return login != null && address.sharesLogin(to);
    }

    private static CameraAddress redirected(CameraAddress from, String location)
            throws StreamException {
        try {
            CameraAddress to = from.resolve(location);
            if (to.scheme().startsWith("http") && (to.isTls() || !from.isTls())) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new StreamException("the camera redirects to what is no address");
        }
        throw new StreamException("the camera redirects to a kind of address that is not allowed");
    }

    private HttpAnswer checked(HttpAnswer answer) throws StreamException {
        int status = answer.status();
        if (status < 300 || answer.isNotModified()) {
            return answer;
        }
        throw Refusal.status(status, login != null, answer.all("www-authenticate"));
    }

    /** What a broken connection stands for, within a deadline of that length. */
    StreamException failure(IOException e, Duration limit) {
        if (deadline.expired()) {
            return Opening.noAnswer(limit);
        } else if (e instanceof ProtocolException) {
            return new StreamException("the answer is not HTTP: correct the port in the address");
        }
        return Refusal.connection(e);
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
