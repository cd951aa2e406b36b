package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The last message of each instance on one kind of topic, and when it came. Thread-safe. */
final class Board {
    private record Entry(JsonNode message, long arrived) {}

    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private long changed = System.nanoTime();

    synchronized void put(String instance, JsonNode message) {
        changed = System.nanoTime();
        entries.put(instance, new Entry(message, changed));
        notifyAll();
    }

    synchronized void remove(String instance) {
        changed = System.nanoTime();
        entries.remove(instance);
        notifyAll();
    }

    synchronized SortedMap<String, JsonNode> all() {
        SortedMap<String, JsonNode> all = new TreeMap<>();
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
        Entry entry = entries.get(instance);
        return entry != null && entry.arrived() - since > 0;
    }

    private void pause(long nanos) throws InterruptedException {
        wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }
}
