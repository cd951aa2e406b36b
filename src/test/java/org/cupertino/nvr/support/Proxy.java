package org.cupertino.nvr.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A port of 127.0.0.1 that leads to another one, and can be made to refuse or to be slow. It passes
 * all on until it is asked otherwise.
 */
public final class Proxy implements AutoCloseable {
    /** What happens before a connection is passed on. */
    @FunctionalInterface
    public interface Greeting {
        /**
         * @return what is passed on before all else
         * @throws IOException if the connection ends here
         */
        byte[] first(Socket near) throws IOException;
    }

    private static final int PIECE = 4096;

    private final ServerSocket entrance;
    private final int target;
    private final Greeting before;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile int bytesPerSecond;

    public Proxy(int target) {
        this(target, near -> new byte[0]);
    }

    /**
     * @param before for each connection in a thread of its own
     */
    public Proxy(int target, Greeting before) {
        this.target = target;
        this.before = before;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public String url() {
        return "tcp://127.0.0.1:" + port();
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Cuts all connections, and each new one at once. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** Cuts all connections; new ones are passed on. */
    public void cut() {
        open.forEach(Proxy::end);
    }

    /** Passes on so many bytes a second of each connection and direction. */
    public void slow(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Passes all on again, as fast as it comes. */
    public void pass() {
        refusing = false;
        bytesPerSecond = 0;
    }

    @Override
    public void close() {
        refusing = true;
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                start(() -> lead(near));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void lead(Socket near) {
        if (refusing) {
            end(near);
            return;
        }
        open.add(near);
        try {
            byte[] first = before.first(near);
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            far.getOutputStream().write(first);
            start(() -> pump(near, far));
            start(() -> pump(far, near));
        } catch (IOException e) {
            // It may not pass, or nobody listens behind it now.
            open.remove(near);
            end(near);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int slow = bytesPerSecond;
                int length = in.read(piece, 0, slow == 0 ? PIECE : Math.min(PIECE, slow / 10 + 1));
                if (length < 0) {
                    break;
                }
                out.write(piece, 0, length);
                if (slow > 0) {
                    TimeUnit.MILLISECONDS.sleep(length * 1000L / slow);
                }
            }
        } catch (IOException e) {
            // Cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
