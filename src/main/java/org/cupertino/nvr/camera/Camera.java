package org.cupertino.nvr.camera;

import java.time.Duration;
import java.util.function.Consumer;
import org.cupertino.nvr.event.SourceState;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.frame.Frame;
import org.cupertino.nvr.ingest.CameraStream;
import org.cupertino.nvr.ingest.CameraUri;
import org.cupertino.nvr.ingest.FrameSink;
import org.cupertino.nvr.ingest.StreamSettings;
import org.cupertino.nvr.ingest.StreamStats;

/**
 * One camera: its stream, and the one frame of it that may be on its way through the route. The
 * stream outlives the route, so editing a route does not reconnect the camera. Thread-safe.
 */
final class Camera implements FrameSink {
    private final StreamSettings settings;
    private final Runnable changed;
    private final Object monitor = new Object();
    private Consumer<Frame> route;
    private boolean inFlight;
    private volatile CameraStream stream;
    private volatile boolean paused;

    Camera(StreamSettings settings, double maxFps, Runnable changed) {
        this.settings = settings;
        this.changed = changed;
        this.stream = stream(maxFps, 0);
    }

    private CameraStream stream(double maxFps, long framesBefore) {
        return new CameraStream(
                settings, maxFps, this, (state, reason) -> changed.run(), framesBefore);
    }

    void start() {
        stream.start();
    }

    /** Returns when the stream is closed and no frame of it is on its way. */
    void close() {
        stream.close();
        awaitIdle(Duration.ofSeconds(2));
    }

    /** Closes the stream and opens it again, as it was. */
    void reopen() {
        close();
        StreamStats before = stream.stats();
        stream = stream(before.maxFps(), before.framesSampled());
        if (paused) {
            stream.pause();
        }
        stream.start();
    }

    StreamStats stats() {
        return stream.stats();
    }

    StreamSettings settings() {
        return settings;
    }

    void setMaxFps(double maxFps) {
        stream.setMaxFps(maxFps);
    }

    boolean isPaused() {
        return paused;
    }

    /** Returns when no frame is on its way any more. */
    void pause() {
        paused = true;
        stream.pause();
        awaitIdle(Duration.ofSeconds(30));
    }

    void resume() {
        paused = false;
        stream.resume();
    }

    SourceStatus status() {
        StreamStats now = stream.stats();
        return new SourceStatus(
                settings.sourceId(),
                paused ? SourceState.PAUSED : now.state(),
                now.maxFps(),
                now.fps(),
                now.lastFrameAt(),
                now.reason(),
                CameraUri.of(settings.uri()).masked());
    }

    /** From now on frames go there; null: nowhere, and every due one counts as skipped. */
    void connect(Consumer<Frame> newRoute) {
        synchronized (monitor) {
            route = newRoute;
        }
    }

    /** The frame that was handed over last is through. */
    void frameDone() {
        synchronized (monitor) {
            inFlight = false;
            monitor.notifyAll();
        }
    }

    @Override
    public boolean isReady() {
        synchronized (monitor) {
            return route != null && !inFlight && !paused;
        }
    }

    @Override
    public void accept(Frame frame) {
        Consumer<Frame> to;
        synchronized (monitor) {
            to = inFlight || paused ? null : route;
            inFlight |= to != null;
        }
        if (to == null) {
            frame.close();
        } else {
            to.accept(frame);
        }
    }

    /** Waits for the frame on its way, if there is one; at most the given time. */
    void awaitIdle(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (monitor) {
            try {
                while (inFlight) {
                    long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                    if (leftMs <= 0) {
                        return;
                    }
                    monitor.wait(leftMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
