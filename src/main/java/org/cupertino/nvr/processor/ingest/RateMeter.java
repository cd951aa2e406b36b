package org.cupertino.nvr.processor.ingest;

import java.util.concurrent.TimeUnit;

/** Events a second over the last few events, falling to 0 when none come. Safe for threads. */
final class RateMeter {
    private static final long SHORTEST_MEMORY = TimeUnit.SECONDS.toNanos(10);
    private static final int FORGOTTEN_AFTER_INTERVALS = 5;

    private final long[] times = new long[32];
    private int next;
    private int known;

    synchronized void event(long now) {
        times[next] = now;
        next = (next + 1) % times.length;
        known = Math.min(known + 1, times.length);
    }

    /** What comes from now on is of another rate than what came. */
    synchronized void reset() {
        known = 0;
    }

    /** Null before the second event since the last reset. */
    synchronized Double perSecond(long now) {
        if (known < 2) {
            return null;
        }
        long last = times[(next + times.length - 1) % times.length];
        long first = times[(next + times.length - known) % times.length];
        double mean = Math.max(1.0, (last - first) / (known - 1.0));
        double age = now - last;
        if (age > Math.max(SHORTEST_MEMORY, FORGOTTEN_AFTER_INTERVALS * mean)) {
            return 0.0;
        }
        // Continuous: the event that is overdue counts as if it came now.
        return 1e9 * (age <= mean ? 1 / mean : known / (double) (now - first));
    }
}
