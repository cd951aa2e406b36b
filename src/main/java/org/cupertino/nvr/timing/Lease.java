package org.cupertino.nvr.timing;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A time that runs out; to renew it, begin another and cancel this one. Thread-safe. */
public final class Lease {
    private volatile ScheduledFuture<?> end;

    void endsBy(ScheduledFuture<?> task) {
        end = task;
    }

    /** When it ends, by a clock that may be set meanwhile; how long it holds does not change. */
    public Instant until(Clock clock) {
        return clock.instant().plusNanos(end.getDelay(TimeUnit.NANOSECONDS));
    }

    /** It does not end any more. What its end does may be under way already. */
    public void cancel() {
        end.cancel(false);
    }
}
