package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.config.Rates;

/**
 * When the next frame of a camera is due: at points of a fixed grid. Its phase follows from the
 * camera's number, so that many cameras of one rate do not all decode at the same moment.
 *
 * <p>A frame that comes late uses up its own point and those it missed, never a later one: the mean
 * rate holds, without drift and without bursts. Each point is used by one frame, taken or skipped,
 * or it is lost; points that a stream slower than the rate cannot serve do not count. Times are
 * {@link System#nanoTime()}. Thread-safe.
 */
final class FrameSchedule {
    private static final double GOLDEN_RATIO = 0.618033988749895;

    /** A stream hardly faster than asked for is taken whole; picking would beat against jitter. */
    private static final double SAME_RATE = 1.05;

    private final double phase;
    private long interval;
    private long spacing;
    private long nextDue;
    private boolean first = true;
    private boolean resting = true;
    private long lost;

    /**
     * @param maxFps frames a second, more than 0
     */
    FrameSchedule(int sourceId, double maxFps) {
        phase = sourceId * GOLDEN_RATIO % 1;
        interval = intervalOf(maxFps);
    }

    /** Changes the rate from now on; nothing happens if it is the same. */
    synchronized void maxFps(double maxFps, long now) {
        long wanted = intervalOf(maxFps);
        if (wanted != interval) {
            lost += missed(now);
            interval = wanted;
            next(now);
        }
    }

    /** Nanoseconds between two due frames. */
    synchronized long interval() {
        return interval;
    }

    /** Nothing is due until it begins again. */
    synchronized void rest(long now) {
        lost += missed(now);
        resting = true;
    }

    /** The next frame is due whenever it comes: an operator who adds a camera wants to see it. */
    synchronized void begin(long now) {
        lost += missed(now);
        resting = false;
        first = true;
        nextDue = now;
    }

    /**
     * Whether a frame that comes now is due.
     *
     * @param between nanoseconds between the frames to choose from
     */
    synchronized boolean due(long now, long between) {
        spacing = between;
        return first || interval <= between * SAME_RATE || now - nextDue >= 0;
    }

    /** Nanoseconds until a frame is due that can be had at any time; for ever while none is. */
    synchronized long untilDue(long now) {
        spacing = 0;
        return resting ? Long.MAX_VALUE : first ? 0 : Math.max(0, nextDue - now);
    }

    /** Nothing came of a due frame, and it is not tried again. */
    synchronized void failed(long now) {
        lost += missed(now) + (resting ? 0 : 1);
        first = false;
        next(now);
    }

    /** Nanoseconds for which a frame that is due now has been so. */
    synchronized long overdue(long now) {
        return Math.max(0, now - nextDue);
    }

    /** A due frame was taken or skipped. */
    synchronized void taken(long now) {
        lost += missed(now);
        first = false;
        next(now);
    }

    /** Points until now that no frame has used or can still use. */
    synchronized long lost(long now) {
        return lost + missed(now);
    }

    private long missed(long now) {
        return resting ? 0 : Math.max(0, (now - nextDue) / Math.max(interval, spacing));
    }

    private void next(long now) {
        long shift = (long) (phase * interval);
        nextDue = (Math.floorDiv(now - shift, interval) + 1) * interval + shift;
    }

    private static long intervalOf(double maxFps) {
        return Math.max(1, Math.round(1e9 / Math.max(maxFps, Rates.LOWEST_FPS)));
    }
}
