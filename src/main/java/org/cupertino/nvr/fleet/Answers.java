package org.cupertino.nvr.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cupertino.nvr.wire.Ack;

/** Collects the answers to one request. Thread-safe. */
final class Answers {
    private static final int MOST = 2_000;

    private final Request request;
    private final Set<String> expected;
    private final SortedMap<String, Answer> answers = new TreeMap<>();
    private final long sent;

    /**
     * @param sent from when time is counted, as by {@link System#nanoTime}
     */
    Answers(Request request, Collection<String> expected, long sent) {
        this.request = request;
        this.expected = Set.copyOf(expected);
        this.sent = sent;
        expected.forEach(instance -> answers.put(instance, Answer.none(instance)));
    }

    /**
     * Takes an ack to this request: from those that were asked, or of a rename from the new name.
     * If everybody was asked, acks of those that were not expected count as well, but nobody waits
     * for them.
     *
     * @return whether it counts
     */
    synchronized boolean take(Ack ack) {
        String instance = ack.instanceId();
        String asked = request.isNewNameOfTarget(instance) ? request.targets().get(0) : instance;
        boolean wanted = request.targets().isEmpty() || request.targets().contains(asked);
        if (!request.requestId().equals(ack.requestId()) || !wanted) {
            return false;
        }
        Answer before = answers.get(asked);
        if (before == null && answers.size() >= MOST) {
            return false;
        }
        if (before == null || !before.isFinal()) {
            answers.put(
                    asked,
                    new Answer(
                            asked,
                            instance,
                            ack.ackStatus(),
                            ack.code(),
                            ack.message(),
                            Duration.ofNanos(System.nanoTime() - sent)));
            notifyAll();
        }
        return true;
    }

    /**
     * Waits until the answers of all that were expected are final.
     *
     * @param deadline when to give up, as by {@link System#nanoTime}
     * @return one answer an instance, sorted by id, also for those that gave none
     */
    synchronized List<Answer> await(long deadline) throws InterruptedException {
        while (!expected.stream().map(answers::get).allMatch(Answer::isFinal)) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        return List.copyOf(answers.values());
    }
}
