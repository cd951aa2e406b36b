package org.cupertino.nvr.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The last message of each instance on one kind of topic, and when it came; when there are too
 * many, the oldest is forgotten. Thread-safe.
 */
final class Board<M> {
    private static final int MOST = 2_000;

    /** Characters of all messages together. */
    private static final long LARGEST = 32L << 20;

    private record Entry<M>(M message, long length, long arrived) {}

    private final SortedMap<String, Entry<M>> entries = new TreeMap<>();
    private final int most;
    private final long largest;
    private long length;
    private long changed = System.nanoTime();

    Board() {
        this(MOST, LARGEST);
    }

    Board(int most, long largest) {
        this.most = most;
        this.largest = largest;
    }

    /**
     * @param characters of the message, about
     */
    synchronized void put(String instance, M message, long characters) {
        forget(instance);
        changed = System.nanoTime();
        entries.put(instance, new Entry<>(message, characters, changed));
        length += characters;
        while (entries.size() > most || length > largest && entries.size() > 1) {
            entries.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().arrived() - changed))
                    .map(Map.Entry::getKey)
                    .ifPresent(this::forget);
        }
        notifyAll();
    }

    synchronized void remove(String instance) {
        changed = System.nanoTime();
        forget(instance);
        notifyAll();
    }

    private void forget(String instance) {
        Entry<M> entry = entries.remove(instance);
        length -= entry == null ? 0 : entry.length();
    }

    /** The last message of an instance, or null. */
    synchronized M last(String instance) {
        Entry<M> entry = entries.get(instance);
        return entry == null ? null : entry.message();
    }

    synchronized SortedMap<String, M> all() {
        SortedMap<String, M> all = new TreeMap<>();
        entries.forEach((instance, entry) -> all.put(instance, entry.message()));
        return all;
    }

    /** Waits until nothing has come for a while, or the longest time is over. */
    synchronized void awaitQuiet(Duration quiet, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        long deadline = start + atMost.toNanos();
        long now = start;
        long until = start + quiet.toNanos();
        while (now < until && now < deadline) {
            pause(Math.min(until, deadline) - now);
            now = System.nanoTime();
            until = Math.max(until, changed + quiet.toNanos());
        }
    }

    /**
     * Waits until something has come from each of the instances after a time.
     *
     * @param since as by {@link System#nanoTime}
     * @param deadline when to give up, likewise
     */
    synchronized void awaitNews(Collection<String> instances, long since, long deadline)
            throws InterruptedException {
        while (!instances.stream().allMatch(i -> isNewer(i, since))) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            pause(left);
        }
    }

    private boolean isNewer(String instance, long since) {
        Entry<M> entry = entries.get(instance);
        return entry != null && entry.arrived() - since > 0;
    }

    private void pause(long nanos) throws InterruptedException {
        wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }
}
