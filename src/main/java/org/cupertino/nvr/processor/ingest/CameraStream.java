package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.timing.BackOff;
import org.cupertino.nvr.wire.SourceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera or video file, read by a thread of its own from {@link #start()} to {@link #close()}.
 *
 * <p>It never gives up: a broken stream is opened again after a back-off, for ever; only a file
 * that is played once ends. All methods may be called by any thread.
 */
public final class CameraStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CameraStream.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);

    /** After a refused login at most; many cameras lock the account after a few tries. */
    private static final Duration LOGIN_BACK_OFF = Duration.ofMinutes(10);

    private static final long SECRETS_INTERVAL = TimeUnit.SECONDS.toNanos(2);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(1800);

    /** Opens a stream as {@link Inputs#open} does; replaced in tests. */
    @FunctionalInterface
    interface Opener {
        VideoInput open(StreamSettings settings, int attempt, Deadline deadline, Duration atMost)
                throws StreamException;
    }

    private final StreamSettings settings;
    private final Opener opener;
    private final Deadline deadline = new Deadline();
    private final StreamCounters counters;
    private final FrameSink sink;
    private final StreamListener listener;
    private final StreamStatus status;
    private final FrameSampler sampler;
    private final BackOff backOff;
    private final Thread thread;
    private final Playback playback;
    private int attempts;
    private volatile long closeBy;

    /**
     * @param maxFps frames a second to sample at most, finite and more than 0; may be a fraction
     * @throws IllegalArgumentException if the rate is none
     */
    public CameraStream(
            StreamSettings settings, double maxFps, FrameSink sink, StreamListener listener) {
        this(settings, maxFps, sink, listener, new StreamCounters(), Inputs::open);
    }

    CameraStream(
            StreamSettings settings,
            double maxFps,
            FrameSink sink,
            StreamListener listener,
            StreamCounters counters,
            Opener opener) {
        Libav.install();
        this.opener = opener;
        this.counters = counters;
        this.sink = sink;
        this.listener = listener;
        this.settings = settings;
        status =
                new StreamStatus(
                        settings.sourceId(), CameraAddress.of(settings.uri()).masked(), listener);
        sampler = new FrameSampler(settings, checked(maxFps), sink, counters);
        playback = new Playback(settings, deadline, sampler, status);
        backOff = new BackOff(FIRST_BACK_OFF, settings.maxBackOff());
        thread = new Thread(this::run, "camera-" + settings.sourceId());
        thread.setDaemon(true);
    }

    private static double checked(double maxFps) {
        if (!(maxFps > 0) || Double.isInfinite(maxFps)) {
            throw new IllegalArgumentException("frames a second must be more than 0");
        }
        return maxFps;
    }

    /** Begins to connect; once only. */
    public void start() {
        sampler.start();
        thread.start();
    }

    /**
     * Changes the rate at once, without reconnecting. Where it needs frames between key frames and
     * did not before, the first of them comes after the next key frame.
     *
     * @throws IllegalArgumentException if the rate is not finite and more than 0
     */
    public void setMaxFps(double maxFps) {
        sampler.maxFps(checked(maxFps));
        deadline.wake();
    }

    /** Frames a second to sample at most. */
    public double maxFps() {
        return sampler.maxFps();
    }

    /** Stops sampling; when it returns no frame is handed on any more. The connection stays. */
    public void pause() {
        sampler.paused(true);
        status.paused(true);
        deadline.wake();
    }

    /** Ends a pause; the next frame that can be had is taken. */
    public void resume() {
        sampler.paused(false);
        status.paused(false);
        deadline.wake();
    }

    /** What it has counted so far. */
    public StreamStats stats() {
        return counters.snapshot(status.condition(), sampler.maxFps(), sampler.lost());
    }

    /**
     * Another stream of the same camera, with the same rate and counters. For when this one is
     * closed; it is not started and not paused.
     */
    public CameraStream successor(StreamSettings next) {
        counters.lostBefore.add(sampler.lost());
        return new CameraStream(next, sampler.maxFps(), sink, listener, counters, opener);
    }

    /** Interrupts whatever is under way and returns at once; {@link #close()} is still needed. */
    public void endSoon() {
        if (closeBy == 0) {
            closeBy = System.nanoTime() + CLOSE_LIMIT.toNanos();
            deadline.stop();
        }
    }

    /**
     * Interrupts whatever is under way and ends the thread, within two seconds of the first {@link
     * #endSoon()}. Frames that were handed on stay valid until they are closed.
     */
    @Override
    public void close() {
        endSoon();
        if (thread.getState() == Thread.State.NEW) {
            release();
        } else if (thread != Thread.currentThread()) {
            join();
        }
    }

    private void join() {
        try {
            // At least once for those whose turn comes late; 0 would be for ever.
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(closeBy - System.nanoTime())));
            if (thread.isAlive()) {
                LOG.warn(
                        "Camera {} is slow to stop, its thread is left running",
                        settings.sourceId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        sampler.close();
        deadline.close();
    }

    private void run() {
        try {
            status.report();
            while (!deadline.stopped()) {
                try {
                    runOnce();
                } catch (StreamException e) {
                    retryLater(e);
                } catch (RuntimeException | Error e) {
                    LOG.error("Camera {}: unexpected error", settings.sourceId(), e);
                    retryLater(new StreamException("internal error"));
                }
            }
        } finally {
            release();
        }
    }

    private void runOnce() throws StreamException {
        playback.begin();
        AVPacket packet = av_packet_alloc();
        // Of several addresses the one that worked stays the first choice.
        int attempt = attempts++;
        try (VideoInput input =
                opener.open(settings, attempt, deadline, settings.connectLimit(maxFps()))) {
            attempts = attempt;
            counters.opened.increment();
            status.change(SourceState.CONNECTING, "connected, no picture yet");
            sampler.begin();
            playback.play(input, packet);
        } finally {
            sampler.end();
            av_packet_free(packet);
        }
        if (!deadline.stopped()) {
            status.change(SourceState.FAILED, "end of file");
        }
        playback.rest();
    }

    private void retryLater(StreamException failure) {
        if (deadline.stopped()) {
            return;
        }
        if (playback.wentWell()) {
            backOff.reset();
        }
        boolean login = failure.kind() == Kind.LOGIN_REFUSED;
        BackOff pause = login ? new BackOff(LOGIN_BACK_OFF, LOGIN_BACK_OFF) : backOff;
        // The limit, not the wait itself, so that the sentence changes only while the limit grows.
        Duration limit = pause.limit();
        if (playback.isOfStills()) {
            sampler.failed();
            Duration interval = Duration.ofMillis((long) (1_000 / maxFps()));
            limit = limit.compareTo(interval) > 0 ? limit : interval;
        }
        String next = ", next try within " + Opening.text(limit);
        status.change(
                failure.kind() == Kind.STALLED ? SourceState.STALLED : SourceState.FAILED,
                failure.getMessage() + next);
        long until = System.nanoTime() + pause.next().toNanos();
        String tried = login ? secret() : "";
        while (login
                && until - System.nanoTime() > 0
                && !deadline.stopped()
                && secret().equals(tried)) {
            playback.awaitDue(Math.min(until, System.nanoTime() + SECRETS_INTERVAL));
        }
        if (!login) {
            playback.awaitDue(until);
        }
    }

    /** The address with its secrets as they are now, so that a corrected one is tried soon. */
    private String secret() {
        try {
            return settings.access().filled(settings.uri()).secretText();
        } catch (StreamException e) {
            return "";
        }
    }
}
