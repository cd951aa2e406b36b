package org.cupertino.nvr.processor.camera;

import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.ingest.CameraStream;
import org.cupertino.nvr.processor.ingest.FrameSink;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;

/**
 * One camera: its stream, and the one frame of it that may be on its way through the route. The
 * stream outlives the route, so editing a route does not reconnect the camera. Thread-safe.
 */
final class Camera implements FrameSink {
    private final int sourceId;
    private final Runnable changed;
    private final FrameFailures failures;
    private final Object monitor = new Object();
    private FrameSink route;
    private boolean inFlight;
    private boolean abandoned;
    private volatile StreamSettings settings;
    private volatile CameraStream stream;
    private volatile boolean paused;
    private volatile SamplingRate rate;

    Camera(StreamSettings settings, SamplingRate rate, Runnable changed) {
        this.sourceId = settings.sourceId();
        this.settings = settings;
        this.changed = changed;
        this.rate = rate;
        this.failures = new FrameFailures(sourceId, System::nanoTime);
        this.stream =
                new CameraStream(settings, rate.now(), this, (state, reason) -> changed.run());
    }

    void start() {
        stream.start();
    }

    /** Begins to close and returns at once, so that many cameras close at the same time. */
    void endSoon() {
        stream.endSoon();
    }

    /**
     * Returns when the stream is closed and no frame of it is on its way.
     *
     * @param by {@link System#nanoTime()} when to return anyway
     */
    void close(long by) {
        stream.close();
        awaitIdle(by);
    }

    /** Sets what the next {@link #renew} or {@link #reopen} opens the stream with. */
    void settings(StreamSettings next) {
        settings = next;
    }

    /** Closes the stream and opens it again; its counters go on. */
    void reopen(long by) {
        close(by);
        renew();
        start();
    }

    /** After {@link #close}: prepares another start; counters go on. */
    synchronized void renew() {
        stream = stream.successor(settings);
        stream.setMaxFps(rate.now());
        if (paused) {
            stream.pause();
        }
    }

    StreamStats stats() {
        return stream.stats();
    }

    /** Frames whose route failed, since the camera was added. */
    long framesFailed() {
        return failures.total();
    }

    int sourceId() {
        return sourceId;
    }

    String maskedUri() {
        return CameraAddress.of(settings.uri()).masked();
    }

    double maxFps() {
        return rate.now();
    }

    SamplingRate rate() {
        return rate;
    }

    /** Takes effect at once, without a reconnect. */
    synchronized void setRate(SamplingRate next) {
        rate = next;
        stream.setMaxFps(next.now());
    }

    /** One sentence on why its frames are not analysed, or null if they are. */
    String problem() {
        return failures.problem();
    }

    boolean isPaused() {
        return paused;
    }

    /** Hands on no further frame; one may still be on its way. */
    synchronized void pause() {
        paused = true;
        stream.pause();
    }

    synchronized void resume() {
        paused = false;
        stream.resume();
    }

    /**
     * @param name for a person, or null
     */
    SourceStatus status(String name) {
        StreamStats now = stream.stats();
        return new SourceStatus(
                sourceId,
                paused ? SourceState.PAUSED : now.state(),
                now.maxFps(),
                now.fps() == null ? 0 : now.fps(),
                now.lastFrameAt(),
                now.reason(),
                maskedUri(),
                name);
    }

    /**
     * Sets where frames go.
     *
     * @return false if they go somewhere else already
     */
    boolean connect(FrameSink newRoute) {
        synchronized (monitor) {
            if (route != null && route != newRoute) {
                return false;
            }
            route = newRoute;
            return true;
        }
    }

    /** Frames go nowhere, and every due one is skipped, if they went there. */
    void disconnect(FrameSink oldRoute) {
        synchronized (monitor) {
            if (route == oldRoute) {
                route = null;
            }
        }
    }

    /** Frames go nowhere. */
    void disconnect() {
        synchronized (monitor) {
            route = null;
        }
    }

    /**
     * Reports that the route of the last frame has ended.
     *
     * @param failure why it was not analysed, or null if it was
     */
    void frameDone(Throwable failure) {
        try {
            if (failure == null ? failures.succeeded() : failures.failed(failure)) {
                changed.run();
            }
        } finally {
            frameGone();
        }
    }

    /** Reports that the last frame was dropped before its route began. */
    void frameGone() {
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
    public boolean hasRoom() {
        synchronized (monitor) {
            return route == null || route.hasRoom();
        }
    }

    @Override
    public void accept(Frame frame) {
        FrameSink to;
        synchronized (monitor) {
            to = inFlight || paused ? null : route;
            inFlight |= to != null;
        }
        if (to == null) {
            frame.close();
            return;
        }
        try {
            to.accept(frame);
        } catch (RuntimeException | Error e) {
            frameGone();
            throw e;
        }
    }

    /** Ends every wait for the frame on its way, now and later. */
    void abandon() {
        synchronized (monitor) {
            abandoned = true;
        }
    }

    /**
     * Waits until no frame is on its way.
     *
     * @param by {@link System#nanoTime()} when to wait no longer
     * @return whether none is on its way
     */
    boolean awaitIdle(long by) {
        synchronized (monitor) {
            try {
                while (inFlight && !abandoned) {
                    long leftMs = (by - System.nanoTime()) / 1_000_000;
                    if (leftMs <= 0) {
                        return false;
                    }
                    monitor.wait(leftMs);
                }
                return !inFlight;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
