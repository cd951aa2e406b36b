package org.cupertino.nvr.timing;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubles from a first wait to a cap, each time with jitter,
 * so that many clients of one server do not reconnect at the same instant. Not thread-safe.
 */
public final class BackOff {
    private final Duration first;
    private final Duration max;
    private final RandomGenerator random;
    private Duration limit;

    public BackOff(Duration first, Duration max) {
        this(first, max, new SplittableRandom());
    }

    BackOff(Duration first, Duration max, RandomGenerator random) {
        this.first = first;
        this.max = max;
        this.random = random;
        reset();
    }

    /** The longest that {@link #next()} can give now. */
    public Duration limit() {
        return limit;
    }

    /** Between half of the limit and the limit; doubles the limit for the next time. */
    public Duration next() {
        long nanos = limit.toNanos();
        limit = min(limit.multipliedBy(2));
        return Duration.ofNanos(nanos / 2 + (long) (random.nextDouble() * (nanos / 2.0)));
    }

    /** To the cap at once, where trying often does harm. */
    public void slowest() {
        limit = max;
    }

    /** It worked: the next wait is the first again. */
    public void reset() {
        limit = min(first);
    }

    private Duration min(Duration wanted) {
        return wanted.compareTo(max) < 0 ? wanted : max;
    }
}
