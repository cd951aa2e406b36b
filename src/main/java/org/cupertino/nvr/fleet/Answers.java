package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cupertino.nvr.wire.AckStatus;

/** Collects the answers to one request. Thread-safe. */
final class Answers {
    private final Request request;
    private final SortedMap<String, Answer> answers = new TreeMap<>();
    private final long sent;

    /**
     * @param sent from when time is counted, as by {@link System#nanoTime}
     */
    Answers(Request request, Collection<String> expected, long sent) {
        this.request = request;
        this.sent = sent;
        expected.forEach(instance -> answers.put(instance, Answer.none(instance)));
    }

    /**
     * Takes an ack if it is one of this request. An instance that was not expected to answer counts
     * as well, and from its first ack on its final one is awaited.
     *
     * @param instance as its topic says
     */
    synchronized void take(String instance, JsonNode ack) {
        AckStatus status = status(ack.path("ack_status").asText());
        if (status == null || !request.requestId().equals(ack.path("request_id").asText())) {
            return;
        }
        String asked = request.isNewNameOfTarget(instance) ? request.targets().get(0) : instance;
        Answer before = answers.get(asked);
        if (before != null && before.isFinal()) {
            return;
        }
        answers.put(
                asked,
                new Answer(
                        asked,
                        instance,
                        status,
                        ack.path("code").asText(null),
                        ack.path("message").asText(null),
                        Duration.ofNanos(System.nanoTime() - sent)));
        notifyAll();
    }

    /**
     * Waits until all answers are final.
     *
     * @param deadline when to give up, as by {@link System#nanoTime}
     * @return one answer an instance, sorted by id, also for those that gave none
     */
    synchronized List<Answer> await(long deadline) throws InterruptedException {
        while (!answers.values().stream().allMatch(Answer::isFinal)) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        return List.copyOf(answers.values());
    }

    private static AckStatus status(String word) {
        for (AckStatus status : AckStatus.values()) {
            if (status.wireName().equals(word)) {
                return status;
            }
        }
        return null;
    }
}
