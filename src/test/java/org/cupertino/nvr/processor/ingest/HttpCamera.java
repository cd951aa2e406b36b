package org.cupertino.nvr.processor.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server that answers each request with given bytes, and keeps what it was asked. */
final class HttpCamera implements AutoCloseable {
    /** The rest of the request line and the headers are in the text. */
    record Request(int connection, String target, String text, long nanoTime) {}

    static final byte[] CLOSE = new byte[0];

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket socket;
    private final Function<Request, byte[]> answers;

    /**
     * @param answers null for silence, {@link #CLOSE} to hang up
     */
    HttpCamera(Function<Request, byte[]> answers) throws IOException {
        this.answers = answers;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** An answer with a picture. */
    static byte[] picture(byte[] jpeg, String headers) {
        return Jpegs.join(
                "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: ",
                jpeg.length,
                "\r\n",
                headers,
                "\r\n",
                jpeg);
    }

    static byte[] empty(String status, String headers) {
        return Jpegs.join("HTTP/1.1 ", status, "\r\nContent-Length: 0\r\n", headers, "\r\n");
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "http-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                int number = connections.incrementAndGet();
                daemon(() -> serve(client, number));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket client, int number) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                String target = HttpBody.line(in, 9_999).split(" ")[1];
                StringBuilder text = new StringBuilder();
                String line = HttpBody.line(in, 9_999);
                while (!line.isEmpty()) {
                    text.append(line).append('\n');
                    line = HttpBody.line(in, 9_999);
                }
                Request request = new Request(number, target, text.toString(), System.nanoTime());
                requests.add(request);
                byte[] answer = answers.apply(request);
                if (answer == CLOSE) {
                    return;
                } else if (answer != null) {
                    client.getOutputStream().write(answer);
                }
            }
        } catch (IOException e) {
            // The other side has closed it.
            return;
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String uri(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
