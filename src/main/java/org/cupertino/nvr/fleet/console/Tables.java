package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Json;

/** The tables that {@code ctl} prints. All text from the wire is made harmless for a terminal. */
public final class Tables {
    /** ASCII only, since a terminal may act upon other characters. */
    private static final ObjectWriter JSON =
            Json.mapper()
                    .writerWithDefaultPrettyPrinter()
                    .with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());

    private Tables() {}

    /**
     * The answers to a command.
     *
     * @param statuses the last of each instance, which may explain why one is silent
     */
    public static String answers(List<Answer> answers, Map<String, JsonNode> statuses) {
        Table table = new Table("INSTANCE", "ANSWER", "MS");
        for (Answer answer : answers) {
            table.row(
                    answer.instance().equals(answer.answeredAs())
                            ? answer.instance()
                            : answer.instance() + " -> " + answer.answeredAs(),
                    text(answer, statuses.get(answer.instance())),
                    answer.time() == null ? null : Text.number(answer.time().toNanos() / 1e6, 1));
        }
        return table.toString();
    }

    private static String text(Answer answer, JsonNode status) {
        if (answer.status() == null) {
            return status == null
                    ? "no answer, and no status either: is the name right?"
                    : "no answer, last known as " + status.path("status").asText();
        }
        return switch (answer.status()) {
            case COMPLETED -> "completed";
            case RECEIVED -> "received, but not done in time";
            case REJECTED, ERROR ->
                    answer.status().wireName() + " " + answer.code() + ": " + answer.message();
        };
    }

    /**
     * The instances, and below them their cameras.
     *
     * @param silent instances that did not answer
     */
    public static String fleet(
            Map<String, JsonNode> statuses, Collection<String> silent, Instant now) {
        Table instances =
                new Table(
                        "INSTANCE",
                        "STATUS",
                        "MODEL",
                        "MAX FPS",
                        "UPTIME",
                        "HOST",
                        "TOLD",
                        "REASON");
        Table cameras =
                new Table("INSTANCE", "SOURCE", "STATE", "FPS", "MAX FPS", "LAST FRAME", "REASON");
        statuses.forEach(
                (instance, status) -> {
                    String state = status.path("status").asText("?");
                    LeaseTexts leases = new LeaseTexts(status, Text.instant(status, "timestamp"));
                    instances.row(
                            instance,
                            (silent.contains(instance) ? state + ", NO ANSWER" : state)
                                    + leases.ofProcess(),
                            text(status, "model_id"),
                            leases.rate(text(status, "max_fps"), null),
                            InstanceState.of(state).isGone()
                                    ? null
                                    : age(status, "started_at", now),
                            text(status, "host"),
                            ago(age(status, "timestamp", now)),
                            text(status, "reason"));
                    Instant reported = Text.instant(status, "timestamp");
                    for (JsonNode source : status.path("sources")) {
                        cameras.row(
                                instance,
                                source(source),
                                text(source, "state"),
                                Text.number(source.path("fps").asDouble(), 2),
                                leases.rate(text(source, "max_fps"), text(source, "source_id")),
                                reported == null
                                        ? null
                                        : ago(age(source, "last_frame_at", reported)),
                                text(source, "reason"));
                    }
                    leases.removed()
                            .forEach(
                                    (source, time) ->
                                            cameras.row(
                                                    instance,
                                                    source,
                                                    "away" + time,
                                                    null,
                                                    null,
                                                    null,
                                                    null));
                });
        return cameras.isEmpty()
                ? instances.toString()
                : instances + System.lineSeparator() + cameras;
    }

    /** The statuses as one JSON array in ASCII, with a line break after it. */
    public static String json(Map<String, JsonNode> statuses) {
        try {
            return JSON.writeValueAsString(statuses.values()) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was JSON cannot be written as JSON", e);
        }
    }

    /** How fast the instances work, and below them their cameras. */
    public static String metrics(Map<String, JsonNode> metrics) {
        Table instances =
                new Table(
                        "INSTANCE",
                        "MODEL",
                        "FRAMES/S",
                        "LATENCY MS",
                        "P50 MS",
                        "P95 MS",
                        "P99 MS",
                        "UNSENT");
        Table cameras =
                new Table(
                        "INSTANCE",
                        "SOURCE",
                        "STATE",
                        "FPS",
                        "LATENCY MS",
                        "SAMPLED",
                        "DROPPED",
                        "RECONNECTS",
                        "LAST FRAME S");
        metrics.forEach(
                (instance, message) -> {
                    JsonNode inference = message.path("inference_time_ms");
                    instances.row(
                            instance,
                            text(message, "model_id"),
                            number(message, "inference_throughput", 2),
                            number(message, "avg_latency_ms", 0),
                            number(inference, "p50", 1),
                            number(inference, "p95", 1),
                            number(inference, "p99", 1),
                            text(message, "messages_dropped"));
                    for (JsonNode source : message.path("sources")) {
                        cameras.row(
                                instance,
                                text(source, "source_id"),
                                text(source, "state"),
                                number(source, "fps", 2),
                                number(source, "latency_ms", 0),
                                text(source, "frames_sampled"),
                                text(source, "frames_dropped"),
                                text(source, "reconnects"),
                                number(source, "last_frame_age_s", 1));
                    }
                });
        return cameras.isEmpty()
                ? instances.toString()
                : instances + System.lineSeparator() + cameras;
    }

    /** Its number, and its name if it has one. */
    private static String source(JsonNode source) {
        String name = text(source, "name");
        return text(source, "source_id") + (name == null ? "" : " " + name);
    }

    private static String text(JsonNode message, String field) {
        return message.path(field).asText(null);
    }

    private static String number(JsonNode message, String field, int decimals) {
        JsonNode value = message.path(field);
        return value.isNumber() ? Text.number(value.asDouble(), decimals) : null;
    }

    private static String ago(String age) {
        return age == null ? null : age + " ago";
    }

    private static String age(JsonNode message, String field, Instant now) {
        Instant then = Text.instant(message, field);
        return then == null ? null : Text.age(Duration.between(then, now));
    }
}
