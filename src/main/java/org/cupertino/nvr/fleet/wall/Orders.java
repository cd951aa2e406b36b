package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.AckStatus;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the commands of visitors, and hands each the answers to his own. Thread-safe. */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TARGETS = 100;

    /** Commands whose answers are still shown. */
    private static final int MOST_OPEN = 1_000;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final Set<String> COMMANDS =
            Set.of(
                    "status",
                    "ping",
                    "metrics",
                    "pause",
                    "resume",
                    "set_fps",
                    "change_model",
                    "add_stream",
                    "remove_stream",
                    "rename_instance",
                    "snapshot",
                    "restart",
                    "stop");

    /** Of these the processors heed the camera; others concern all that a processor has. */
    private static final Set<String> OF_ONE_CAMERA =
            Set.of("pause", "resume", "set_fps", "add_stream", "remove_stream", "snapshot");

    /** An answer as the page gets it. */
    record Reply(
            String commandId, String instanceId, String status, String command, String message) {}

    private record Order(Visitor by, String command) {}

    private final Fleet fleet;
    private final ExecutorService threads;
    private final BiConsumer<Visitor, Update> replies;
    private final Map<String, Order> open =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Order> eldest) {
                    return size() > MOST_OPEN;
                }
            };

    /**
     * @param threads may refuse work, as the visitor is then informed
     * @param replies gets each answer, and whose it is
     */
    Orders(Fleet fleet, ExecutorService threads, BiConsumer<Visitor, Update> replies) {
        this.fleet = fleet;
        this.threads = threads;
        this.replies = replies;
    }

    /**
     * Sends a command, without waiting for it.
     *
     * @param body of the visitor's request
     * @return the id of the command
     * @throws RefusedException if he may not, or it makes no sense
     */
    String send(Visitor by, JsonNode body) throws RefusedException {
        String command = body.path("command").asText();
        if (!COMMANDS.contains(command)) {
            throw RefusedException.wrong("There is no such command");
        }
        List<String> targets = targets(body.path("target_instances"));
        Map<String, Object> params = params(body);
        boolean ofOwnCamera =
                OF_ONE_CAMERA.contains(command)
                        && params.get("source_id") instanceof Integer sourceId
                        && by.maySee(sourceId);
        if (by.cameras() != null && !ofOwnCamera) {
            throw RefusedException.forbidden("You may change your own cameras only");
        }
        Request request = new Request(command, params, targets, Request.newId(), null);
        remember(request.requestId(), by, command);
        LOG.atInfo()
                .addKeyValue("event", "wall_command")
                .addKeyValue("user", by.called())
                .addKeyValue("command", command)
                .addKeyValue("request_id", request.requestId())
                .log(
                        "{} sends {} {} to {}",
                        by.called(),
                        command,
                        Text.plain(params.toString(), EventReader.LONGEST_TEXT),
                        targets.isEmpty() ? "all" : targets);
        execute(() -> ask(request));
        return request.requestId();
    }

    /** Has something done by another thread. */
    void execute(Runnable task) throws RefusedException {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw RefusedException.busy();
        }
    }

    /** Has answers under this id shown to a visitor. */
    void remember(String id, Visitor by, String command) {
        synchronized (open) {
            open.put(id, new Order(by, command));
        }
    }

    private static List<String> targets(JsonNode wanted) throws RefusedException {
        List<String> targets = new ArrayList<>();
        wanted.forEach(target -> targets.add(target.asText()));
        boolean everybody = wanted.asText().equals("*") || targets.equals(List.of("*"));
        if (everybody) {
            return List.of();
        }
        if (targets.isEmpty()
                || targets.size() > MOST_TARGETS
                || !targets.stream().allMatch(InstanceIds::isValid)) {
            throw RefusedException.wrong(
                    "target_instances must be a list of 1 to " + MOST_TARGETS + " instance ids");
        }
        return targets;
    }

    /** In an object of their own, as on the wire, or beside the command. */
    private static Map<String, Object> params(JsonNode body) {
        Map<String, Object> params = new HashMap<>();
        body.properties().forEach(each -> params.put(each.getKey(), value(each.getValue())));
        params.keySet().removeAll(Set.of("command", "target_instances", "params"));
        body.path("params")
                .properties()
                .forEach(each -> params.put(each.getKey(), value(each.getValue())));
        params.values().removeIf(value -> value == null);
        return params;
    }

    private static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    private void ask(Request request) {
        Collection<String> expected =
                request.targets().isEmpty() ? fleet.live() : request.targets();
        try {
            for (Answer answer : fleet.ask(request, expected, ANSWER_WITHIN)) {
                if (answer.status() == null) {
                    reply(
                            request.requestId(),
                            answer.instance(),
                            AckStatus.REJECTED,
                            "No answer within " + ANSWER_WITHIN.toSeconds() + " s");
                }
            }
        } catch (FleetException | MqttException e) {
            expected.forEach(
                    each ->
                            reply(
                                    request.requestId(),
                                    each,
                                    AckStatus.REJECTED,
                                    "It was not sent: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A processor has answered a command, perhaps one of ours. */
    void answered(Ack ack) {
        reply(ack.requestId(), ack.instanceId(), ack.ackStatus(), ack.message());
    }

    /** Shows an answer to whoever sent the command. */
    void reply(String id, String instance, AckStatus status, String message) {
        order(id)
                .ifPresent(
                        order ->
                                replies.accept(
                                        order.by(),
                                        Update.answer(
                                                id + "/" + instance,
                                                new Reply(
                                                        id,
                                                        instance,
                                                        word(status),
                                                        order.command(),
                                                        message))));
    }

    private Optional<Order> order(String id) {
        synchronized (open) {
            return Optional.ofNullable(open.get(id));
        }
    }

    /** To the page what was tried in vain is the same as what was not tried. */
    private static String word(AckStatus status) {
        return status == AckStatus.RECEIVED || status == AckStatus.COMPLETED
                ? status.wireName()
                : AckStatus.REJECTED.wireName();
    }
}
