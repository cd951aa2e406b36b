package org.cupertino.nvr.fleet.wall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which things have changed, each often enough and not too often. Not thread-safe. */
final class Conflation<K> {
    /** Between two changes of one thing. */
    static final Duration APART = Duration.ofMillis(500);

    private final Set<K> changed = new LinkedHashSet<>();
    private final Map<K, Long> last = new HashMap<>();

    void changed(K key) {
        changed.add(key);
    }

    /** Those that have changed and are due, which count as sent from now on. */
    List<K> due(long nanos) {
        last.values().removeIf(at -> nanos - at >= APART.toNanos());
        List<K> due = new ArrayList<>();
        Iterator<K> each = changed.iterator();
        while (each.hasNext()) {
            K key = each.next();
            if (!last.containsKey(key)) {
                due.add(key);
                last.put(key, nanos);
                each.remove();
            }
        }
        return due;
    }
}
