package org.cupertino.nvr.camera;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The long-lived threads that run the routes of all cameras, inference included, one frame each.
 * Thread-safe.
 */
public final class Workers {
    private final int count;
    private final Map<Thread, Long> busySince = new ConcurrentHashMap<>();
    private volatile WaitListener waits = (sourceId, waited) -> {};
    private ExecutorService pool;

    /** Learns how long frames wait for a worker. */
    @FunctionalInterface
    public interface WaitListener {
        /** Called on the worker before it begins; must not wait. */
        void begins(int sourceId, Duration waited);
    }

    /**
     * @param count at least 1
     */
    public Workers(int count) {
        this.count = count;
    }

    /** Told of every frame from now on. */
    public void onBegin(WaitListener listener) {
        waits = listener;
    }

    /** Whether every worker has been at the same frame for longer than the given time. */
    public boolean areStuck(Duration limit) {
        long since = System.nanoTime() - limit.toNanos();
        return busySince.values().stream().filter(begun -> begun - since < 0).count() >= count;
    }

    void start() {
        AtomicInteger number = new AtomicInteger();
        // Short names: they are what tells ingest from inference in a list of threads.
        pool =
                Executors.newFixedThreadPool(
                        count,
                        task -> {
                            Thread thread = new Thread(task, "worker-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    void stop() {
        pool.shutdownNow();
    }

    /**
     * @throws java.util.concurrent.RejectedExecutionException after the stop
     */
    void execute(int sourceId, Runnable task) {
        long handedOver = System.nanoTime();
        pool.execute(
                () -> {
                    long now = System.nanoTime();
                    busySince.put(Thread.currentThread(), now);
                    try {
                        waits.begins(sourceId, Duration.ofNanos(now - handedOver));
                        task.run();
                    } finally {
                        busySince.remove(Thread.currentThread());
                    }
                });
    }
}
