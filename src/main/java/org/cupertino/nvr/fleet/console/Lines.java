package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.cupertino.nvr.fleet.Text;

/** Puts messages into one readable line each; null where the filter does not want one. */
final class Lines {
    /** An orchestrator and a wall give these all the time; that one is rejected is news. */
    private static final Set<String> ROUTINE = Set.of("ping", "snapshot");

    private final WatchFilter filter;

    Lines(WatchFilter filter) {
        this.filter = filter;
    }

    String detections(JsonNode event) {
        if (!filter.wantsSource(event.path("source_id").asInt())
                || !filter.wantsInstance(instance(event))) {
            return null;
        }
        Map<String, List<String>> byClass = new LinkedHashMap<>();
        for (JsonNode detection : event.path("detections")) {
            byClass.computeIfAbsent(
                            detection.path("class_name").asText(), name -> new ArrayList<>())
                    .add(Text.number(detection.path("confidence").asDouble(), 2));
        }
        StringJoiner seen = new StringJoiner(", ");
        byClass.forEach(
                (name, scores) ->
                        seen.add(
                                scores.size()
                                        + " "
                                        + name
                                        + " ("
                                        + String.join(" ", scores)
                                        + ")"));
        return "camera %s  %s  [%s, frame %s, %s ms]"
                .formatted(
                        event.path("source_id").asInt(),
                        byClass.isEmpty() ? "nothing" : seen,
                        instance(event),
                        event.path("frame_id").asLong(),
                        Text.number(event.path("latency_ms").asDouble(), 0));
    }

    String status(JsonNode status) {
        String before = status.path("renamed_from").asText(null);
        if (!filter.wantsInstance(instance(status))
                && (before == null || !filter.wantsInstance(before))) {
            return null;
        }
        StringJoiner sources = new StringJoiner(", ");
        for (JsonNode source : status.path("sources")) {
            if (filter.wantsSource(source.path("source_id").asInt())) {
                sources.add(source.path("source_id").asInt() + " " + source.path("state").asText());
            }
        }
        return "%s is %s%s%s%s"
                .formatted(
                        instance(status),
                        status.path("status").asText(),
                        before == null ? "" : ", before " + before,
                        status.has("reason") ? " (" + status.get("reason").asText() + ")" : "",
                        sources.length() == 0 ? "" : ", cameras: " + sources);
    }

    String ack(JsonNode ack) {
        boolean routine =
                ROUTINE.contains(ack.path("command").asText())
                        && !ack.path("ack_status").asText().equals("rejected");
        return routine || !filter.wantsInstance(instance(ack))
                ? null
                : "%s answers %s: %s%s"
                        .formatted(
                                instance(ack),
                                ack.path("command").asText("?"),
                                ack.path("ack_status").asText(),
                                ack.has("message") ? ", " + ack.get("message").asText() : "");
    }

    String room(JsonNode room) {
        if (!filter.wantsSource(room.path("source_id").asInt())) {
            return null;
        }
        StringJoiner steps = new StringJoiner(", ");
        for (JsonNode step : room.path("steps")) {
            boolean done = step.path("result").asText().equals("done");
            steps.add(
                    step.path("step").asText()
                            + " "
                            + step.path("result").asText()
                            + (done || !step.has("message")
                                    ? ""
                                    : " (" + step.get("message").asText() + ")"));
        }
        StringJoiner problems = new StringJoiner("; ", ". Problems: ", "");
        room.path("problems").forEach(problem -> problems.add(problem.asText()));
        return "room %s is %s%s%s%s"
                .formatted(
                        room.path("room_id").asText(),
                        room.path("state").asText(),
                        room.has("emergency_instance")
                                ? ", with " + room.get("emergency_instance").asText()
                                : "",
                        steps.length() == 0 ? "" : ": " + steps,
                        room.path("problems").isEmpty() ? "" : problems);
    }

    /** How a camera is, of whichever processors watch it. */
    String camera(JsonNode camera) {
        StringJoiner watchers = new StringJoiner(", ", ", watched by ", "").setEmptyValue("");
        camera.path("watched_by").forEach(instance -> watchers.add(instance.asText()));
        boolean isWanted = filter.instance() == null;
        for (JsonNode instance : camera.path("wanted_by")) {
            isWanted |= filter.wantsInstance(instance.asText());
        }
        return !isWanted || !filter.wantsSource(camera.path("source_id").asInt())
                ? null
                : "camera %s%s is %s%s%s"
                        .formatted(
                                camera.path("source_id").asText(),
                                camera.has("name") ? " " + camera.get("name").asText() : "",
                                camera.path("state").asText(),
                                camera.has("reason")
                                        ? " (" + camera.get("reason").asText() + ")"
                                        : "",
                                watchers);
    }

    private static String instance(JsonNode message) {
        return message.path("instance_id").asText();
    }
}
