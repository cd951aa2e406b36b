package org.cupertino.nvr.processor.camera;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long-lived threads that run the routes of all cameras, inference included, one frame each.
 * Thread-safe.
 */
public final class InferenceWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceWorkers.class);

    /** Decoded pictures are large: of 1080p, a hundred would take 300 MB. */
    private static final int MOST_WAITING = 3;

    private final int count;
    private final Map<Thread, Long> busySince = new ConcurrentHashMap<>();
    private volatile WaitListener waits = (sourceId, waited) -> {};
    private ThreadPoolExecutor pool;

    /** Is notified how long each frame waited for a worker. */
    @FunctionalInterface
    public interface WaitListener {
        /** Called on the worker before it begins; must not wait. */
        void begins(int sourceId, Duration waited);
    }

    /** What a worker does for one frame. */
    @FunctionalInterface
    interface Job {
        void run();

        /** Called in the place of {@link #run()} when the workers stop before its turn. */
        default void discard() {
            // Nothing to give back.
        }
    }

    /**
     * @param count at least 1
     */
    public InferenceWorkers(int count) {
        this.count = count;
    }

    /** Sets the listener for every frame from now on. */
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
        // Short names, which set ingest and inference apart in a list of threads.
        pool =
                (ThreadPoolExecutor)
                        Executors.newFixedThreadPool(
                                count,
                                task -> {
                                    Thread thread =
                                            new Thread(task, "worker-" + number.getAndIncrement());
                                    thread.setDaemon(true);
                                    return thread;
                                });
        // Where no thread can be had, the start is to fail, not the first frame.
        pool.prestartAllCoreThreads();
    }

    /** Whether a frame more would wait no longer than for a few others. */
    boolean hasRoom() {
        return pool.getQueue().size() < MOST_WAITING * count;
    }

    /** Drops the frames that still wait. Does nothing if never started, as in a route check. */
    void stop() {
        if (pool == null) {
            return;
        }
        pool.shutdownNow().forEach(waiting -> ((Task) waiting).job().discard());
    }

    /**
     * @throws java.util.concurrent.RejectedExecutionException after the stop
     */
    void execute(int sourceId, Job job) {
        pool.execute(new Task(this, sourceId, job, System.nanoTime()));
    }

    private record Task(InferenceWorkers workers, int sourceId, Job job, long handedOver)
            implements Runnable {
        @Override
        public void run() {
            long now = System.nanoTime();
            workers.busySince.put(Thread.currentThread(), now);
            try {
                notifyListener(now);
                job.run();
            } finally {
                workers.busySince.remove(Thread.currentThread());
            }
        }

        /** Whatever comes of it, the frame is analysed: its camera waits for the end of that. */
        private void notifyListener(long now) {
            try {
                workers.waits.begins(sourceId, Duration.ofNanos(now - handedOver));
            } catch (RuntimeException | Error e) {
                LOG.error("Camera {}: a wait could not be measured", sourceId, e);
            }
        }
    }
}
