package org.cupertino.nvr.fleet.cameras;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** When a camera gave its last frame, and when each class was last seen. Not thread-safe. */
final class Frames {
    private static final int MOST_CLASSES = 100;

    /** What can be written with four digits of a year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Map<String, Instant> lastSeen = new LinkedHashMap<>();
    private Instant lastFrameAt;

    /**
     * A detection event came. Of too many classes the one that was not seen for longest is gone.
     */
    void saw(Instant at, Collection<String> classes) {
        if (!isPlausible(at)) {
            return;
        }
        lastFrameAt = at;
        for (String name : classes) {
            lastSeen.remove(name);
            lastSeen.put(name, at);
            if (lastSeen.size() > MOST_CLASSES) {
                lastSeen.remove(lastSeen.keySet().iterator().next());
            }
        }
    }

    /**
     * Something else names a frame, which may be an old one.
     *
     * @param at null if it names none
     * @param now a frame that is later than that is not believed in for long
     */
    void captured(Instant at, Instant now) {
        if (isPlausible(at)
                && (lastFrameAt == null || lastFrameAt.isAfter(now) || at.isAfter(lastFrameAt))) {
            lastFrameAt = at;
        }
    }

    private static boolean isPlausible(Instant at) {
        return at != null && !at.isBefore(Instant.EPOCH) && at.isBefore(LATEST);
    }

    /** Null before the first frame. */
    Instant lastFrameAt() {
        return lastFrameAt;
    }

    SortedMap<String, Instant> lastSeen() {
        return new TreeMap<>(lastSeen);
    }
}
