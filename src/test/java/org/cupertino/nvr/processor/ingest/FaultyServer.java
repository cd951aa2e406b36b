package org.cupertino.nvr.processor.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A camera that behaves as a test wants; serves each connection in a thread of its own. */
final class FaultyServer implements AutoCloseable {
    /** What a server does with a connection, until the test is over. */
    interface Behaviour {
        void serve(Socket client) throws IOException, InterruptedException;
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    final CountDownLatch connected = new CountDownLatch(1);

    FaultyServer(Behaviour behaviour) throws IOException {
        this("127.0.0.1", behaviour);
    }

    FaultyServer(String host, Behaviour behaviour) throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getByName(host));
        daemon(
                () -> {
                    while (true) {
                        Socket client = socket.accept();
                        connected.countDown();
                        daemon(() -> behaviour.serve(client));
                    }
                });
    }

    /** Answers each request of RTSP with the same text, and closes after it. */
    static Behaviour answering(String text) {
        return client -> {
            try (client) {
                RtspMessage.read(new BufferedInputStream(client.getInputStream()));
                client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        };
    }

    /** Reads for ever, and answers nothing. */
    static void silent(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        while (in.read() >= 0) {
            continue;
        }
    }

    private static void daemon(Task task) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                task.run();
                            } catch (IOException | InterruptedException e) {
                                // The other side, or the test, is over.
                                return;
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    String uri(String scheme) {
        return scheme + "://u:secret@" + address() + "/0";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
