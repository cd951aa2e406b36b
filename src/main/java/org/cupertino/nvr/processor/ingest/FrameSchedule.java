package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.config.Rates;

/**
 * When the next frame of a camera is due: at points of a fixed grid. Its phase follows from the
 * camera's number, so that many cameras of one rate do not all decode at the same moment.
 *
 * <p>A frame that comes late uses up its own point and those it missed, never a later one: the mean
 * rate holds, without drift and without bursts. Times are {@link System#nanoTime()}.
 */
final class FrameSchedule {
    private static final double GOLDEN_RATIO = 0.618033988749895;

    /** A stream hardly faster than asked for is taken whole; picking would beat against jitter. */
    private static final double SAME_RATE = 1.05;

    private final double phase;
    private long interval;
    private long nextDue;
    private boolean first = true;

    /**
     * @param maxFps frames a second, more than 0
     */
    FrameSchedule(int sourceId, double maxFps) {
        phase = sourceId * GOLDEN_RATIO % 1;
        interval = intervalOf(maxFps);
    }

    /** Changes the rate from now on; nothing happens if it is the same. */
    void maxFps(double maxFps, long now) {
        long wanted = intervalOf(maxFps);
        if (wanted != interval) {
            interval = wanted;
            taken(now, first);
        }
    }

    /** Nanoseconds between two due frames. */
    long interval() {
        return interval;
    }

    /** The next frame is due whenever it comes: an operator who adds a camera wants to see it. */
    void restart() {
        first = true;
    }

    /**
     * Whether a frame that comes now is due.
     *
     * @param spacing nanoseconds between the frames to choose from
     */
    boolean due(long now, long spacing) {
        return first || takesAll(spacing) || now - nextDue >= 0;
    }

    /** Whether no frame before that time will be due. */
    boolean idleUntil(long time, long spacing) {
        return !first && !takesAll(spacing) && nextDue - time >= 0;
    }

    /** A due frame was taken or skipped. */
    void taken(long now) {
        taken(now, false);
    }

    private void taken(long now, boolean firstStill) {
        first = firstStill;
        long shift = (long) (phase * interval);
        nextDue = (Math.floorDiv(now - shift, interval) + 1) * interval + shift;
    }

    private boolean takesAll(long spacing) {
        return interval <= spacing * SAME_RATE;
    }

    private static long intervalOf(double maxFps) {
        return Math.max(1, Math.round(1e9 / Math.max(maxFps, Rates.LOWEST_FPS)));
    }
}
