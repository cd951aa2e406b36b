package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one pass after another for each room, on a thread of its own, until the room is finished:
 * after each change, and at least once a second. Thread-safe.
 */
final class RoomWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(RoomWorkers.class);
    private static final Duration PASS_EVERY = Duration.ofSeconds(1);

    /** What is done for a room. */
    interface Work {
        void pass(Room room);

        /** Whether the room needs no further pass; no work on it begins meanwhile. */
        boolean isFinished(Room room);
    }

    /** Ends when its thread is interrupted. */
    interface Task {
        void run() throws InterruptedException;
    }

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "rooms");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Set<Integer> rooms = new HashSet<>();
    private long changes;

    /** Runs a task on a thread of its own. */
    void start(Task task) {
        threads.execute(
                () -> {
                    try {
                        task.run();
                    } catch (InterruptedException e) {
                        LOG.debug("Interrupted by the stop");
                    }
                });
    }

    /** Makes passes for a room, unless that is being done. */
    synchronized void attend(Room room, Work work) {
        if (rooms.add(room.roomId()) && !threads.isShutdown()) {
            start(() -> passes(room, work));
        }
    }

    private void passes(Room room, Work work) throws InterruptedException {
        while (!threads.isShutdown()) {
            long before = changes();
            work.pass(room);
            if (isFinished(room, work)) {
                return;
            }
            awaitChange(before, PASS_EVERY);
        }
    }

    private synchronized boolean isFinished(Room room, Work work) {
        boolean finished = work.isFinished(room);
        if (finished) {
            rooms.remove(room.roomId());
        }
        return finished;
    }

    /** Something has changed that the next pass of any room may depend on. */
    synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** How many changes there have been. */
    synchronized long changes() {
        return changes;
    }

    /** Waits for a change after the given number of them. */
    synchronized void awaitChange(long before, Duration atMost) throws InterruptedException {
        if (changes == before) {
            wait(atMost.toMillis());
        }
    }

    /** Interrupts all threads, and waits a moment for their end. */
    void stop() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
