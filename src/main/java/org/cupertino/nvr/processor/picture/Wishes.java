package org.cupertino.nvr.processor.picture;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cupertino.nvr.timing.Lease;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;

/**
 * Who wants pictures: of which cameras, how wide, once or for a time. Several may want some of one
 * camera; the widest are made, and each wish ends by itself. The lock is held for moments only, and
 * never while a listener runs. Thread-safe.
 */
public final class Wishes {
    /** Widths of one camera, or of all, that are leased at the same time. */
    private static final int MOST_WIDTHS = 16;

    /** In place of the number of a camera. */
    private static final int ALL = -1;

    private final Leases leases;
    private final Clock clock = Clock.systemUTC();
    private final Map<Integer, Integer> once = new HashMap<>();
    private final Map<Integer, Map<Integer, Lease>> leased = new TreeMap<>();
    private volatile Runnable changed = () -> {};

    Wishes(Leases leases) {
        this.leases = leases;
    }

    /** Sets the listener that runs when leases begin or end, but not at a renewal; any thread. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /**
     * Wishes for one picture of each of these cameras, of its next analysed frame.
     *
     * @param width in pixels
     */
    public synchronized void once(Collection<Integer> sourceIds, int width) {
        sourceIds.forEach(id -> once.merge(id, width, Math::max));
    }

    /**
     * Wishes for a picture of each analysed frame for a time; a wish of the same width is renewed,
     * never shortened.
     *
     * @param sourceId or empty for all cameras and those to come
     * @param width in pixels
     * @return false if there are too many wishes of other widths already
     */
    public boolean lease(OptionalInt sourceId, int width, Duration time) {
        int id = sourceId.orElse(ALL);
        boolean first;
        synchronized (this) {
            first = !leased.containsKey(id);
            Map<Integer, Lease> widths = leased.computeIfAbsent(id, any -> new HashMap<>());
            Lease before = widths.get(width);
            if (before == null && widths.size() >= MOST_WIDTHS) {
                return false;
            }
            Instant end = clock.instant().plus(time);
            if (before != null && before.until(clock).isAfter(end)) {
                return true;
            }
            if (before != null) {
                before.cancel();
            }
            widths.put(width, leases.begin(time, lease -> ended(id, width, lease)));
        }
        if (first) {
            changed.run();
        }
        return true;
    }

    /**
     * Ends leases at once; does nothing if none is held.
     *
     * @param width or empty for those of any width
     */
    public void end(OptionalInt sourceId, OptionalInt width) {
        int id = sourceId.orElse(ALL);
        boolean last;
        synchronized (this) {
            Map<Integer, Lease> widths = leased.getOrDefault(id, Map.of());
            for (int each : widths.keySet().stream().mapToInt(it -> it).toArray()) {
                if (width.isEmpty() || width.getAsInt() == each) {
                    widths.remove(each).cancel();
                }
            }
            last = forget(id);
        }
        if (last) {
            changed.run();
        }
    }

    private void ended(int id, int width, Lease lease) {
        boolean last;
        synchronized (this) {
            last = leased.getOrDefault(id, Map.of()).remove(width, lease) && forget(id);
        }
        if (last) {
            changed.run();
        }
    }

    /** Whether nothing is leased for that camera any more, but was. */
    private boolean forget(int id) {
        return leased.containsKey(id) && leased.get(id).isEmpty() && leased.remove(id) != null;
    }

    /** How wide the next picture of that camera is to be, in pixels; 0 if nobody wants one. */
    synchronized int width(int sourceId) {
        return Math.max(
                once.getOrDefault(sourceId, 0), Math.max(leasedWidth(sourceId), leasedWidth(ALL)));
    }

    private int leasedWidth(int id) {
        return leased.getOrDefault(id, Map.of()).keySet().stream()
                .mapToInt(it -> it)
                .max()
                .orElse(0);
    }

    /** As {@link #width}, and fulfils what was wished for once. */
    synchronized int take(int sourceId) {
        int width = width(sourceId);
        once.remove(sourceId);
        return width;
    }

    /** Whether nobody wants anything. */
    synchronized boolean isEmpty() {
        return once.isEmpty() && leased.isEmpty();
    }

    /** The leases, one a camera: that which ends last. */
    public synchronized Stream<LeaseStatus> statuses(Clock now) {
        return leased.entrySet().stream()
                .map(
                        camera ->
                                new LeaseStatus(
                                        What.SNAPSHOT,
                                        camera.getKey() == ALL ? null : camera.getKey(),
                                        camera.getValue().values().stream()
                                                .map(lease -> lease.until(now))
                                                .max(Comparator.naturalOrder())
                                                .orElseThrow(),
                                        null))
                .toList()
                .stream();
    }
}
