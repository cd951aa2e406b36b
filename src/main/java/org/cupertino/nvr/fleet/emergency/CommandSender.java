package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Request;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells processors what to do, and waits until they have done it. Thread-safe. */
class CommandSender {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Fleet fleet;
    private final Map<List<?>, Long> renewals = new ConcurrentHashMap<>();

    CommandSender(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * Returns when the processor has done it.
     *
     * @throws StepException if it did not, or did not say so in time
     */
    void tell(String instance, String command, Map<String, Object> params)
            throws StepException, InterruptedException {
        Request request = new Request(command, params, List.of(instance), Request.newId(), null);
        List<Answer> answers;
        try {
            answers = fleet.ask(request, Set.of(instance), ANSWER_WITHIN);
        } catch (FleetException e) {
            throw StepException.failed(e.getMessage());
        } catch (MqttException e) {
            throw StepException.failed("The broker is away: " + e.getMessage());
        }
        Answer answer = answers.get(0);
        LOG.atInfo()
                .addKeyValue("event", "told")
                .addKeyValue("command", command)
                .addKeyValue("request_id", request.requestId())
                .log("{} was told {} {}: {}", instance, command, params, outcome(answer));
        if (!answer.isCompleted()) {
            throw StepException.failed(
                    "%s did not do %s: %s".formatted(instance, command, outcome(answer)));
        }
    }

    /**
     * Tells it for the time of a lease, unless that was done not long ago: each is renewed three
     * times before it ends.
     *
     * @param now whether it is to be told even so
     */
    void lease(
            String instance,
            String command,
            Map<String, Object> params,
            Duration lease,
            boolean now)
            throws StepException, InterruptedException {
        List<?> key = List.of(instance, command, params);
        long time = System.nanoTime();
        renewals.values().removeIf(next -> time - next >= 0);
        if (now || !renewals.containsKey(key)) {
            tell(instance, command, with(params, lease.toMillis() / 1e3));
            renewals.put(key, time + lease.toNanos() / 3);
        }
    }

    /** Tells it that what it was told for a while is over now. */
    void end(String instance, String command, Map<String, Object> params)
            throws StepException, InterruptedException {
        tell(instance, command, with(params, 0));
    }

    private static Map<String, Object> with(Map<String, Object> params, double leaseS) {
        Map<String, Object> all = new TreeMap<>(params);
        all.put("lease_s", leaseS);
        return all;
    }

    private static String outcome(Answer answer) {
        if (answer.status() == null) {
            return "no answer within " + ANSWER_WITHIN.toSeconds() + " s";
        }
        return answer.message() == null
                ? answer.status().wireName()
                : answer.status().wireName() + ", " + answer.message();
    }
}
