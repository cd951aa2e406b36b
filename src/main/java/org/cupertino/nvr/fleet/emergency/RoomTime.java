package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.time.Instant;

/** The time of day for what is published, and for durations a clock that nobody sets. */
interface RoomTime {
    RoomTime SYSTEM =
            new RoomTime() {
                @Override
                public Instant instant() {
                    return Instant.now();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }
            };

    /** The time of day. */
    Instant instant();

    /** As by {@link System#nanoTime}. */
    long nanos();

    /** The time since an earlier value of {@link #nanos}. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
