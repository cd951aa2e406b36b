package org.cupertino.nvr.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands to single processors and waits until they are executed. Thread-safe. */
public class CommandSender {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration PONG_WITHIN = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Map<List<?>, Long> renewals = new ConcurrentHashMap<>();

    public CommandSender(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * Returns when the processor has executed the command.
     *
     * @throws FleetException if it did not, or did not answer in time, or the broker is away
     */
    public void send(String instance, String command, Map<String, Object> params)
            throws FleetException, InterruptedException {
        Request request = new Request(command, params, List.of(instance), Request.newId(), null);
        Answer answer = ask(request, Set.of(instance), ANSWER_WITHIN).get(0);
        LOG.atInfo()
                .addKeyValue("event", "command_sent")
                .addKeyValue("command", command)
                .addKeyValue("request_id", request.requestId())
                .log("Sent {} {} to {}: {}", command, params, instance, outcome(answer));
        if (!answer.isCompleted()) {
            throw new FleetException(failure(instance, command, answer));
        }
    }

    /**
     * Whether a processor hears commands, whatever its status says: pings it once and waits for a
     * second at most. It then publishes its status.
     *
     * @throws FleetException if the broker is away
     */
    public boolean hears(String instance) throws FleetException, InterruptedException {
        Request ping = new Request("ping", Map.of(), List.of(instance), Request.newId(), null);
        return ask(ping, Set.of(instance), PONG_WITHIN).get(0).status() != null;
    }

    /**
     * Sends a command that holds for the time of a lease, unless the lease was renewed lately: each
     * is renewed three times before it ends.
     *
     * @param now whether to send it even so
     */
    public void lease(
            String instance,
            String command,
            Map<String, Object> params,
            Duration lease,
            boolean now)
            throws FleetException, InterruptedException {
        List<?> key = List.of(instance, command, params);
        long time = System.nanoTime();
        renewals.values().removeIf(next -> time - next >= 0);
        if (now || !renewals.containsKey(key)) {
            send(instance, command, with(params, lease.toMillis() / 1e3));
            renewals.put(key, time + lease.toNanos() / 3);
        }
    }

    /**
     * Sends one command to several processors at once, and waits once for all answers.
     *
     * @return a sentence for each that did not execute it, by its id
     * @throws FleetException if the broker is away
     */
    public Map<String, String> sendAll(
            Collection<String> instances, String command, Map<String, Object> params)
            throws FleetException, InterruptedException {
        if (instances.isEmpty()) {
            return Map.of();
        }
        Request request =
                new Request(command, params, List.copyOf(instances), Request.newId(), null);
        Map<String, String> failures = new TreeMap<>();
        for (Answer answer : ask(request, instances, ANSWER_WITHIN)) {
            if (!answer.isCompleted() && instances.contains(answer.instance())) {
                failures.put(answer.instance(), failure(answer.instance(), command, answer));
            }
        }
        LOG.atInfo()
                .addKeyValue("event", "command_sent")
                .addKeyValue("command", command)
                .addKeyValue("request_id", request.requestId())
                .log(
                        "Sent {} {} to {}: {}",
                        command,
                        params,
                        instances,
                        failures.isEmpty() ? "completed" : failures.values());
        return failures;
    }

    /**
     * As {@link #lease}, for several processors with one command.
     *
     * @param instances the ids, and for each whether to send it even if its lease was renewed
     *     lately
     * @return a sentence for each that did not execute it, by its id
     */
    public Map<String, String> leaseAll(
            Map<String, Boolean> instances,
            String command,
            Map<String, Object> params,
            Duration lease)
            throws FleetException, InterruptedException {
        long time = System.nanoTime();
        renewals.values().removeIf(next -> time - next >= 0);
        Set<String> due = new TreeSet<>();
        instances.forEach(
                (instance, now) -> {
                    if (now || !renewals.containsKey(List.of(instance, command, params))) {
                        due.add(instance);
                    }
                });
        Map<String, String> failures = sendAll(due, command, with(params, lease.toMillis() / 1e3));
        due.removeAll(failures.keySet());
        due.forEach(
                instance ->
                        renewals.put(
                                List.of(instance, command, params), time + lease.toNanos() / 3));
        return failures;
    }

    /** Ends a lease of several processors with one command; the failures as above. */
    public Map<String, String> endLeaseAll(
            Collection<String> instances, String command, Map<String, Object> params)
            throws FleetException, InterruptedException {
        return sendAll(instances, command, with(params, 0));
    }

    /** Ends a lease now. */
    public void endLease(String instance, String command, Map<String, Object> params)
            throws FleetException, InterruptedException {
        send(instance, command, with(params, 0));
    }

    private static Map<String, Object> with(Map<String, Object> params, double leaseS) {
        Map<String, Object> all = new TreeMap<>(params);
        all.put("lease_s", leaseS);
        return all;
    }

    private List<Answer> ask(Request request, Collection<String> instances, Duration atMost)
            throws FleetException, InterruptedException {
        try {
            return fleet.ask(request, instances, atMost);
        } catch (MqttException e) {
            throw new FleetException("The broker is away: " + e.getMessage());
        }
    }

    private static String failure(String instance, String command, Answer answer) {
        return "%s did not do %s: %s".formatted(instance, command, outcome(answer));
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
