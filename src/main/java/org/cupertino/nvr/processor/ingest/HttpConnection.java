package org.cupertino.nvr.processor.ingest;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * A connection to a camera that requests are sent over, one after the other. It goes to an address
 * that was looked up before, so that what was checked is what is asked, and each wait on it ends
 * with the deadline. For one thread.
 */
final class HttpConnection implements Closeable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private HttpBody body = HttpBody.none();

    private HttpConnection(Socket socket, InputStream in, String host) {
        this.socket = socket;
        this.in = in;
        this.host = host;
    }

    /**
     * @param at one of the host's addresses
     */
    static HttpConnection open(CameraAddress to, InetAddress at, CameraTls tls, Deadline deadline)
            throws IOException {
        Socket socket = new Timed(deadline);
        deadline.guard(socket);
        try {
            socket.connect(new InetSocketAddress(at, to.port()), millis(deadline));
            socket.setTcpNoDelay(true);
            Socket outer = to.isTls() ? tls.over(socket, to) : socket;
            return new HttpConnection(
                    outer,
                    new BufferedInputStream(outer.getInputStream(), BUFFER_BYTES),
                    to.hostHeader());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Whether the last answer was read to its end, as far as it has come, and none is to follow.
     */
    boolean isReusable() {
        return !socket.isClosed() && body.finish();
    }

    /**
     * Sends a request and reads the head of the answer.
     *
     * @param target path and query
     * @param headers besides the usual ones
     */
    HttpAnswer get(String target, Map<String, String> headers) throws IOException {
        StringBuilder request = new StringBuilder();
        request.append("GET ").append(target).append(" HTTP/1.1\r\nHost: ").append(host);
        request.append(
                "\r\nUser-Agent: cupertino-nvr\r\nAccept: */*\r\nConnection: keep-alive\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        byte[] bytes = request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        body = HttpBody.none();
        socket.getOutputStream().write(bytes);
        HttpAnswer answer = HttpAnswer.read(in);
        body = answer.body();
        return answer;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
            return;
        }
    }

    private static int millis(Deadline deadline) throws SocketTimeoutException {
        if (deadline.expired()) {
            throw new SocketTimeoutException();
        }
        // Rounded up: what times out just before the deadline would pass for another failure.
        return (int) TimeUnit.NANOSECONDS.toMillis(Math.max(0, deadline.left())) + 1;
    }

    /** Each read ends with the deadline, also those of a handshake. */
    private static final class Timed extends Socket {
        private final Deadline deadline;

        Timed(Deadline deadline) {
            super(Proxy.NO_PROXY);
            this.deadline = deadline;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    setSoTimeout(millis(deadline));
                    return super.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    setSoTimeout(millis(deadline));
                    return super.read(target, offset, length);
                }
            };
        }
    }
}
