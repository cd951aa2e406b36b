package org.cupertino.nvr.timing;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends leases in time, all on one thread, which begins with the first of them. A set clock changes
 * nothing. Thread-safe.
 */
public final class Leases implements AutoCloseable {
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
        Runnable end = new Lasting("The end of a lease", () -> ended.accept(lease));
        lease.endsBy(timer.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS));
        return lease;
    }

    /** No lease ends any more; an end that is under way goes on. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
