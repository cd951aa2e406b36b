package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.time.Instant;

/** Goes on when it is set forward. */
final class TestClock implements RoomTime {
    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private long nanos = Long.MAX_VALUE - 5_000_000_000L;

    /** Time passes. */
    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets the clock on the wall. */
    void set(Duration forward) {
        now = now.plus(forward);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
