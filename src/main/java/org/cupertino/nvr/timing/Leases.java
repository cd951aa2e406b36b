package org.cupertino.nvr.timing;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends leases in time, all on one thread, which begins with the first of them. A set clock changes
 * nothing. Thread-safe.
 */
public final class Leases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Leases::thread, new ThreadPoolExecutor.DiscardPolicy());

    public Leases() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "leases");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a lease. After {@link #close()} it never ends.
     *
     * @param ended gets that lease at its end. It may come while the lease is being renewed, so it
     *     must look, under the lock under which leases are begun, whether it is still the one
     */
    public Lease begin(Duration time, Consumer<Lease> ended) {
        Lease lease = new Lease();
        lease.endsBy(timer.schedule(() -> end(lease, ended), time.toNanos(), TimeUnit.NANOSECONDS));
        return lease;
    }

    private static void end(Lease lease, Consumer<Lease> ended) {
        try {
            ended.accept(lease);
        } catch (RuntimeException | Error e) {
            // Nobody looks at what became of the task.
            LOG.error("The end of a lease failed", e);
        }
    }

    /** No lease ends any more; an end that is under way goes on. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
