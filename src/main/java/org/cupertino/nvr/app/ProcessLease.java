package org.cupertino.nvr.app;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.cupertino.nvr.timing.Lease;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time after which a processor stops by itself, unless it is renewed. Thread-safe. */
final class ProcessLease {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLease.class);

    private final Leases leases;
    private final Runnable stop;
    private Lease current;

    /**
     * @param stop must not wait
     */
    ProcessLease(Leases leases, Runnable stop) {
        this.leases = leases;
        this.stop = stop;
    }

    synchronized void begin(Duration time) {
        current = leases.begin(time, this::ended);
    }

    /** Restarts the time from now; false if the lease has not begun or has ended. */
    synchronized boolean renew(Duration time) {
        if (current == null) {
            return false;
        }
        current.cancel();
        begin(time);
        return true;
    }

    private void ended(Lease lease) {
        synchronized (this) {
            if (lease != current) {
                return;
            }
            current = null;
        }
        LOG.atWarn()
                .addKeyValue("event", "lease_ended")
                .log("This processor stops: nobody renewed its lease");
        stop.run();
    }

    synchronized Optional<LeaseStatus> status(Clock clock) {
        return Optional.ofNullable(current)
                .map(lease -> new LeaseStatus(What.PROCESS, null, lease.until(clock), null));
    }
}
