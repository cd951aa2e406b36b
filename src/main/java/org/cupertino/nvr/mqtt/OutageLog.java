package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When to log why there is no connection: at once, when the cause changes, and again while the
 * outage lasts. Not thread-safe.
 */
final class OutageLog {
    private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

    /** So that two causes in turn do not fill the log. */
    private static final long OTHER_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private String logged;
    private long loggedAt;

    OutageLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether this is to be logged now, which the caller then does. */
    boolean isDue(String cause) {
        long now = nanoTime.getAsLong();
        long pause = cause.equals(logged) ? AGAIN_NANOS : OTHER_NANOS;
        if (logged != null && now - loggedAt < pause) {
            return false;
        }
        logged = cause;
        loggedAt = now;
        return true;
    }

    /** The next cause is of another outage. */
    void over() {
        logged = null;
    }
}
