package org.cupertino.nvr.fleet;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with messages, by their topic: each is logged once, and remembered until a right
 * message comes or the retained one is cleared, at most ten minutes after the last. Thread-safe.
 */
final class MessageProblems {
    private static final Logger LOG = LoggerFactory.getLogger(MessageProblems.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST = 100;
    private static final int LONGEST_TOPIC = 150;

    private record Problem(String sentence, long at) {}

    private final Map<String, Problem> problems = new TreeMap<>();

    /**
     * @param what the predicate of a sentence about the message
     */
    synchronized void add(String topic, String what) {
        forgetOld();
        Problem before = problems.get(topic);
        if (before == null && problems.size() >= MOST) {
            return;
        }
        String sentence = "The message at %s %s".formatted(Text.plain(topic, LONGEST_TOPIC), what);
        problems.put(topic, new Problem(sentence, System.nanoTime()));
        if (before == null) {
            LOG.atWarn().addKeyValue("event", "message_malformed").log(sentence);
        }
    }

    /** A right message came, or the retained one was cleared. */
    synchronized void over(String topic) {
        problems.remove(topic);
    }

    /** A sentence for each topic. */
    synchronized List<String> all() {
        forgetOld();
        return problems.values().stream().map(Problem::sentence).toList();
    }

    private void forgetOld() {
        long now = System.nanoTime();
        Iterator<Problem> each = problems.values().iterator();
        while (each.hasNext()) {
            if (now - each.next().at() > REMEMBERED.toNanos()) {
                each.remove();
            }
        }
    }
}
