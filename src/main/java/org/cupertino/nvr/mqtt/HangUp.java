package org.cupertino.nvr.mqtt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/**
 * Looks whether a port closes each connection at once, as a proxy does whose broker is away. Paho
 * must not see that: its connecting thread then waits for the end of the process for a receiver
 * that has ended already.
 */
final class HangUp {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /** Paho looks at its receiver each 100 ms. */
    private static final Duration AT_ONCE = Duration.ofMillis(150);

    private HangUp() {}

    /**
     * Connects, and waits for a moment. False as well where there is no connection at all: that
     * Paho sees itself.
     */
    static boolean comesAtOnce(String url) {
        URI broker = URI.create(url);
        if (broker.getHost() == null || broker.getPort() < 0) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(broker.getHost(), broker.getPort()),
                    (int) CONNECT_WITHIN.toMillis());
            return isClosed(socket);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout((int) AT_ONCE.toMillis());
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
