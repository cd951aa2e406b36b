package org.cupertino.nvr.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubles from 1 s to a cap, each time with jitter. */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Duration max;
    private final RandomGenerator random;
    private Duration limit;

    BackOff(Duration max, RandomGenerator random) {
        this.max = max;
        this.random = random;
        reset();
    }

    /** The longest that {@link #next()} can give now. */
    Duration limit() {
        return limit;
    }

    /** Between half of the limit and the limit; doubles the limit for the next time. */
    Duration next() {
        long nanos = limit.toNanos();
        limit = min(limit.multipliedBy(2));
        return Duration.ofNanos(nanos / 2 + (long) (random.nextDouble() * (nanos / 2.0)));
    }

    /** To the cap at once, where trying often does harm. */
    void slowest() {
        limit = max;
    }

    void reset() {
        limit = min(FIRST);
    }

    private Duration min(Duration wanted) {
        return wanted.compareTo(max) < 0 ? wanted : max;
    }
}
