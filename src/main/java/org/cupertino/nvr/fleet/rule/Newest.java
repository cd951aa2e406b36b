package org.cupertino.nvr.fleet.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** State by key, for the keys that were asked for last. Not thread-safe. */
final class Newest<K, V> {
    private final int most;
    private final Supplier<V> fresh;
    private final Map<K, V> values =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                    return size() > most;
                }
            };

    /**
     * @param most keys that are kept
     * @param fresh makes the state of a new key
     */
    Newest(int most, Supplier<V> fresh) {
        this.most = most;
        this.fresh = fresh;
    }

    /** The state of a key, a fresh one if there is none. */
    V of(K key) {
        return values.computeIfAbsent(key, any -> fresh.get());
    }

    int size() {
        return values.size();
    }
}
