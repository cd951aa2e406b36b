package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.timing.Lasting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one pass after another for each room until it is finished: in rounds, after each change and
 * at least once a second. One thread begins the rounds, a few make the passes; of one room there is
 * one pass at a time. Thread-safe.
 */
final class RoomWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(RoomWorkers.class);
    private static final Duration ROUND_EVERY = Duration.ofSeconds(1);

    /** Many changes of one moment make one round. */
    private static final Duration REST = Duration.ofMillis(50);

    /** A pass may wait for a processor that is silent. */
    private static final int THREADS = 16;

    /** What is done for a room. */
    interface Work {
        /** Begins a round, also when there is no room. */
        void round();

        void pass(Room room);

        /** Whether the room needs no further pass; no work on it begins meanwhile. */
        boolean isFinished(Room room);
    }

    /** Ends when its thread is interrupted. */
    interface Task {
        void run() throws InterruptedException;
    }

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    RoomWorkers::thread,
                    new ThreadPoolExecutor.DiscardPolicy());
    private final Work work;
    private final Set<Room> rooms = new LinkedHashSet<>();
    private final Map<Room, Long> begun = new HashMap<>();
    private final Set<Room> again = new HashSet<>();
    private Thread rounds;
    private Long roundAt;
    private long changes;

    RoomWorkers(Work work) {
        this.work = work;
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "rooms");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins the rounds.
     *
     * @param before runs first
     */
    synchronized void start(Task before) {
        rounds =
                thread(
                        () -> {
                            try {
                                before.run();
                                makeRounds();
                            } catch (InterruptedException e) {
                                LOG.debug("Interrupted by the stop");
                            }
                        });
        rounds.start();
    }

    /** Makes passes for a room from the next round on. */
    synchronized void attend(Room room) {
        rooms.add(room);
    }

    private void makeRounds() throws InterruptedException {
        Runnable round = new Lasting("A round", work::round);
        while (!threads.isShutdown()) {
            long before = changes();
            round.run();
            due().forEach(this::begin);
            awaitChange(before, ROUND_EVERY);
            TimeUnit.NANOSECONDS.sleep(REST.toNanos());
        }
    }

    private synchronized List<Room> due() {
        roundAt = System.nanoTime();
        List<Room> due = new ArrayList<>();
        for (Room room : rooms) {
            (begun.containsKey(room) ? again : due).add(room);
        }
        due.forEach(room -> begun.put(room, roundAt));
        return due;
    }

    private void begin(Room room) {
        threads.execute(() -> pass(room));
    }

    private void pass(Room room) {
        new Lasting("A pass of " + room, () -> work.pass(room)).run();
        if (isDueAgain(room)) {
            begin(room);
        }
    }

    private synchronized boolean isDueAgain(Room room) {
        begun.remove(room);
        boolean missed = again.remove(room);
        if (work.isFinished(room)) {
            rooms.remove(room);
            return false;
        }
        if (missed) {
            begun.put(room, System.nanoTime());
        }
        return missed;
    }

    /** Time since the last round, or since the oldest pass that is not done if that is longer. */
    synchronized Optional<Duration> passAge() {
        if (roundAt == null) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        long oldest = begun.values().stream().mapToLong(at -> now - at).max().orElse(0);
        return Optional.of(Duration.ofNanos(Math.max(now - roundAt, oldest)));
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
        synchronized (this) {
            if (rounds != null) {
                rounds.interrupt();
            }
        }
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
