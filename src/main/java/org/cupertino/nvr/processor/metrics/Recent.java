package org.cupertino.nvr.processor.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How far a meter that only rises has risen lately, by what it showed at points in time. A point is
 * kept only if the meter rises after it, and at most one for each hundredth of the shortest window.
 * Not thread-safe.
 */
final class Recent {
    /** What happened longer ago is forgotten. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * What a meter shows at a moment.
     *
     * @param at nanoseconds of the meter registry's clock
     * @param total of what is counted, or 0 where nothing but the count matters
     */
    record Reading(long at, long count, double total) {}

    /**
     * By how much a meter rose.
     *
     * @param nanos within how long
     */
    record Rise(long count, double total, long nanos) {
        double perSecond() {
            return count * 1e9 / nanos;
        }

        /** Null if it did not rise. */
        Double mean() {
            return count == 0 ? null : Double.valueOf(total / count);
        }
    }

    private final Deque<Reading> readings = new ArrayDeque<>();
    private final long shortest;
    private final long slice;
    private final long begun;

    /**
     * @param shortest window that will be asked for
     * @param now nanoseconds of the meter registry's clock
     */
    Recent(Duration shortest, long now) {
        this.shortest = shortest.toNanos();
        this.slice = Math.max(1, this.shortest / 100);
        this.begun = now;
    }

    /** The meter rises now; until then it showed this. */
    void rises(Reading before) {
        long boundary = before.at() - Math.floorMod(before.at(), slice);
        if (readings.isEmpty() || readings.getLast().at() != boundary) {
            readings.addLast(new Reading(boundary, before.count(), before.total()));
        }
        while (readings.getFirst().at() - before.at() < -LONGEST.toNanos() - slice) {
            readings.removeFirst();
        }
    }

    /** Another meter, which begins at zero, takes the place of the one that showed this last. */
    void replaced(Reading last) {
        List<Reading> shifted =
                readings.stream()
                        .map(
                                r ->
                                        new Reading(
                                                r.at(),
                                                r.count() - last.count(),
                                                r.total() - last.total()))
                        .toList();
        readings.clear();
        readings.addAll(shifted);
    }

    /**
     * The rise up to now, within a window or the part of it that has passed. That part counts as
     * the shortest window at least, so that the first frames make no absurd rate.
     *
     * @param window at most {@link #LONGEST}
     */
    Rise rise(Duration window, Reading now) {
        long from = now.at() - window.toNanos();
        long boundary = from - Math.floorMod(from, slice);
        long nanos = Math.min(now.at() - boundary, Math.max(shortest, now.at() - begun));
        for (Reading reading : readings) {
            if (reading.at() - boundary >= 0) {
                return new Rise(
                        now.count() - reading.count(), now.total() - reading.total(), nanos);
            }
        }
        return new Rise(0, 0, nanos);
    }
}
