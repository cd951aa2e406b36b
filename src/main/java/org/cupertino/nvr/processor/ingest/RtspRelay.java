package org.cupertino.nvr.processor.ingest;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * Stands between libav and one camera, on a port of this machine that takes one connection. It does
 * what libav cannot: it answers any challenge, also of a camera that hangs up after each, encrypts,
 * follows no redirect to where cameras must not be, and knows why a camera refuses. The login never
 * reaches libav, and no other host than the camera's.
 *
 * <p>A thread passes requests on and one passes on what comes back; {@link #close()} ends both.
 */
final class RtspRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int MOST_REDIRECTS = 5;
    private static final int UNAUTHORIZED = 401;
    private static final long FAREWELL_MS = 400;

    /** Without these there is no video; of others libav can bear a refusal. */
    private static final Set<String> NEEDED = Set.of("OPTIONS", "DESCRIBE", "SETUP", "PLAY");

    private final ServerSocket door;
    private final String base;
    private final RtspCamera camera;
    private final Thread requests;
    private volatile Socket near;
    private volatile StreamException failure;
    private volatile boolean closed;

    /** The last request as libav sent it; guarded by the camera. */
    private RtspMessage pending;

    private boolean challenged;
    private int redirects;
    private boolean playing;

    private RtspRelay(RtspCamera camera, String name) throws IOException {
        this.camera = camera;
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        // What others on this machine cannot guess.
        base = "rtsp://127.0.0.1:" + door.getLocalPort() + "/" + UUID.randomUUID();
        requests = thread(name + "-requests", this::passRequests);
    }

    /**
     * Opens the port; the camera is connected when libav connects.
     *
     * @param deadline for the connection to the camera
     */
    static RtspRelay start(RtspCamera camera, int sourceId) throws StreamException {
        try {
            RtspRelay relay = new RtspRelay(camera, "relay-" + sourceId);
            relay.requests.start();
            return relay;
        } catch (IOException e) {
            throw new StreamException("no port is free on this machine");
        }
    }

    /** What libav is to open. */
    String url() {
        return base;
    }

    /** Why the camera cannot be played, if that is known better here than by libav; else null. */
    StreamException failure() {
        return failure;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void passRequests() {
        try (door) {
            near = door.accept();
            door.close();
            near.setTcpNoDelay(true);
            RtspInput in = new RtspInput(near.getInputStream());
            synchronized (camera) {
                camera.connect();
            }
            thread(requests.getName().replace("requests", "answers"), this::passAnswers).start();
            while (true) {
                if (in.isFrame()) {
                    byte[] frame = in.frame();
                    synchronized (camera) {
                        camera.output().write(frame);
                    }
                } else {
                    RtspMessage message = RtspMessage.read(in);
                    synchronized (camera) {
                        pending = message.isAnswer() ? pending : message;
                        challenged = false;
                        send(message);
                    }
                }
            }
        } catch (StreamException e) {
            fail(e);
        } catch (IOException e) {
            if (near != null && !camera.isConnected()) {
                fail(Refusal.connection(e));
            }
        } finally {
            // What breaks from here on is no failure of the camera.
            closed = true;
            end(near);
            camera.close();
        }
    }

    private void send(RtspMessage message) throws IOException {
        camera.output().write(message.isAnswer() ? message.bytes() : asked(message).bytes());
    }

    /** The request as the camera is to get it. */
    private RtspMessage asked(RtspMessage request) throws IOException {
        String uri = request.word(1);
        if (uri.startsWith(base)) {
            uri = camera.target().requestUri() + uri.substring(base.length());
        } else if (!playing && request.word(0).equals("OPTIONS")) {
            throw new IOException("not libav");
        }
        List<String> headers = new ArrayList<>(request.headers());
        String authorization = camera.authorization(request.word(0), uri);
        if (authorization != null) {
            headers.add("Authorization: " + authorization);
        }
        return request.with(request.word(0) + " " + uri + " RTSP/1.0", headers);
    }

    private void passAnswers() {
        try {
            OutputStream out = new BufferedOutputStream(near.getOutputStream(), BUFFER_BYTES);
            while (true) {
                RtspInput in = camera.input();
                if (in.isEmpty()) {
                    out.flush();
                }
                if (isOver(in)) {
                    if (!challenged && !playing) {
                        throw new EOFException();
                    } else if (!challenged) {
                        return;
                    }
                    // It hangs up after each challenge.
                    again(true);
                } else if (in.isFrame()) {
                    out.write(in.frame());
                } else {
                    answer(RtspMessage.read(in), out);
                }
            }
        } catch (StreamException e) {
            fail(e);
        } catch (IOException e) {
            if (!playing && !closed) {
                fail(Refusal.connection(e));
            }
        } finally {
            end(near);
            camera.close();
        }
    }

    /** A camera that hangs up may also break the connection off. */
    private boolean isOver(RtspInput in) throws IOException {
        try {
            return in.isOver();
        } catch (IOException e) {
            if (challenged && !closed) {
                return true;
            }
            throw e;
        }
    }

    private void again(boolean connect) throws IOException, StreamException {
        synchronized (camera) {
            challenged = !connect;
            if (connect) {
                camera.connect();
            }
            try {
                send(pending);
            } catch (IOException e) {
                if (connect) {
                    throw e;
                }
                // It has hung up already, which the next read shows.
                return;
            }
        }
    }

    private void answer(RtspMessage answer, OutputStream out) throws IOException, StreamException {
        if (answer.start().endsWith("RTSP/1.0")) {
            // A request of the camera's own, which libav answers.
            out.write(answer.bytes());
            return;
        }
        int status = answer.status();
        RtspMessage request = pending;
        if (status == 0 || request == null) {
            throw Refusal.notRtsp(answer.start());
        } else if (status == UNAUTHORIZED && camera.challenged(answer.all("www-authenticate"))) {
            again(false);
            return;
        }
        challenged = false;
        camera.accepted(status);
        boolean needed = !playing && NEEDED.contains(request.word(0));
        if (needed && status / 100 == 3) {
            redirect(answer.header("location"));
            return;
        } else if (needed && status != 200) {
            throw Refusal.status(status, camera.hasLogin(), answer.all("www-authenticate"));
        }
        playing |= request.word(0).equals("PLAY");
        out.write(camera.withSource(answer).bytes());
    }

    private void redirect(String location) throws IOException, StreamException {
        if (++redirects > MOST_REDIRECTS) {
            throw new StreamException("the camera redirects without end");
        }
        synchronized (camera) {
            camera.redirect(location);
        }
        again(true);
    }

    private void fail(StreamException reason) {
        if (failure == null && !closed) {
            failure = reason;
        }
    }

    private static void end(Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is of no use any more either way.
            return;
        }
    }

    /** After libav has closed its side; waits a moment until its farewell is passed on. */
    @Override
    public void close() {
        try {
            if (near != null && camera.isConnected()) {
                TimeUnit.MILLISECONDS.timedJoin(requests, FAREWELL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        end(door);
        end(near);
        camera.close();
    }

    /** Whether libav can or should not reach this camera itself. */
    static boolean isNeeded(CameraAddress address, Access access) {
        return address.isTls()
                || !address.secretUserInfo().isEmpty()
                || !access.isConfigured(address);
    }
}
