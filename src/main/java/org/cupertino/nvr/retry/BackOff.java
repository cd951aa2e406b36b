package org.cupertino.nvr.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Delays between tries: each is drawn from the upper half of a span that starts at {@code first},
 * doubles with every try and never exceeds {@code longest}; so many who lost one server do not come
 * back at the same instant. Not thread-safe.
 */
public final class BackOff {
    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int attempts;

    public BackOff(Duration first, Duration longest) {
        this(first, longest, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param random gives numbers from 0 inclusive to 1 exclusive
     */
    BackOff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** Delay before the next try. */
    public Duration next() {
        double span = first.toNanos() * Math.pow(2, Math.min(attempts, 40));
        attempts++;
        double capped = Math.min(span, longest.toNanos());
        return Duration.ofNanos((long) (capped * (0.5 + random.getAsDouble() / 2)));
    }

    /** Delays given since the last success. */
    public int attempts() {
        return attempts;
    }

    /** It worked: the next delay is a short one again. */
    public void reset() {
        attempts = 0;
    }
}
