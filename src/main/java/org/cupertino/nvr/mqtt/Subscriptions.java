package org.cupertino.nvr.mqtt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a link is to be subscribed to, topic filter and QoS, whether or not the broker is there.
 * Thread-safe.
 */
final class Subscriptions {
    private final Map<String, Integer> wanted = new LinkedHashMap<>();
    private final Set<String> stale = new HashSet<>();

    /**
     * @return false if the broker has it still, of a consumer that is gone, and messages come in on
     *     it
     */
    synchronized boolean add(String topicFilter, int qos) {
        Integer before = wanted.put(topicFilter, qos);
        return !(stale.remove(topicFilter) && Objects.equals(before, qos));
    }

    /** Those that are not among the given ones. */
    synchronized Map<String, Integer> missing(Set<String> granted) {
        Map<String, Integer> missing = new LinkedHashMap<>(wanted);
        missing.keySet().removeAll(granted);
        return missing;
    }

    /** They end with {@link #endStale} unless they are added again. */
    synchronized void markStale(Predicate<String> but) {
        stale.addAll(wanted.keySet());
        stale.removeIf(but);
    }

    /** Forgets those that nobody added again, and names them. */
    synchronized List<String> endStale() {
        List<String> ended = List.copyOf(stale);
        stale.clear();
        wanted.keySet().removeAll(ended);
        return ended;
    }
}
