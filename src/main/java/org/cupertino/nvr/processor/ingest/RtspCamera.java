package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * Where one relay is connected to, and with which login. Changed under its own monitor; {@link
 * #close()} ends each wait for it from any thread.
 */
final class RtspCamera {
    private final StreamSettings settings;
    private final int attempt;
    private final Deadline deadline;
    private CameraAddress target;
    private HttpLogin login;
    private volatile Socket wire;
    private volatile Socket socket;
    private volatile RtspInput input;
    private volatile boolean closed;

    /**
     * @param address with its login
     * @param attempt chooses between the addresses of a host that has several
     * @param deadline for each connection
     */
    RtspCamera(CameraAddress address, StreamSettings settings, int attempt, Deadline deadline) {
        this.settings = settings;
        this.attempt = attempt;
        this.deadline = deadline;
        target = address;
        String user = address.secretUserInfo();
        login = user.isEmpty() ? null : HttpLogin.of(user);
    }

    CameraAddress target() {
        return target;
    }

    boolean hasLogin() {
        return login != null;
    }

    boolean isConnected() {
        return input != null;
    }

    RtspInput input() {
        return input;
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    /** To the address that was checked, in place of the connection before. */
    void connect() throws IOException, StreamException {
        end(wire);
        InetAddress[] all = HostResolver.SYSTEM.resolve(target.host(), deadline);
        InetAddress at = all[attempt % all.length];
        settings.access().check(target, at);
        wire = new Socket(Proxy.NO_PROXY);
        if (closed) {
            end(wire);
        }
        wire.setTcpNoDelay(true);
        // A little longer than libav waits, whose deadline has the better sentence.
        long millis = 100 + Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline.left()));
        wire.connect(new InetSocketAddress(at, target.port()), (int) millis);
        socket = target.isTls() ? new CameraTls(settings.tlsCaFile()).over(wire, target) : wire;
        input = new RtspInput(socket.getInputStream());
    }

    /** The value of the header, or null. */
    synchronized String authorization(String method, String uri) {
        return login == null ? null : login.authorization(method, uri);
    }

    /** Whether the request is to be sent again. */
    synchronized boolean challenged(List<String> challenges) {
        return login != null && login.challenged(challenges);
    }

    synchronized void accepted(int status) {
        if (login != null && status != 401) {
            login.accepted();
        }
    }

    /** Turns to another address; without the login where that is another camera. */
    void redirect(String location) throws StreamException {
        CameraAddress to;
        try {
            to = target.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new StreamException("the camera redirects to what is no address");
        }
        if (!to.scheme().startsWith("rtsp") || target.isTls() && !to.isTls()) {
            throw new StreamException(
                    "the camera redirects to a kind of address that is not allowed");
        }
        if (!target.sharesLogin(to)) {
            login = null;
        }
        target = to;
    }

    /** Over UDP libav would look for the camera where the relay is. */
    RtspMessage withSource(RtspMessage answer) {
        String transport = answer.header("transport");
        if (!transport.contains("server_port") || transport.contains("source=")) {
            return answer;
        }
        String source = ";source=" + wire.getInetAddress().getHostAddress();
        return answer.with(
                answer.start(),
                answer.headers().stream()
                        .map(
                                line ->
                                        line.toLowerCase(Locale.ROOT).startsWith("transport:")
                                                ? line + source
                                                : line)
                        .toList());
    }

    private static void end(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is of no use any more either way.
            return;
        }
    }

    void close() {
        closed = true;
        end(wire);
    }
}
