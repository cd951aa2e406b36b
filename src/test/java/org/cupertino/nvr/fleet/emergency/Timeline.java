package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;

/** All that was said at a site since the first event, in the order in which the broker sent it. */
record Timeline(List<Received> all) {
    private static final String EVENTS = "nvr/orchestrator/events";

    static Timeline of(MqttProbe probe) {
        List<Received> all = probe.messages("#");
        int first = 0;
        while (!all.get(first).topic().equals(EVENTS)) {
            first++;
        }
        return new Timeline(all.subList(first, all.size()));
    }

    /** What was said on a topic. */
    List<JsonNode> on(String topic) {
        return all.stream().filter(m -> m.topic().equals(topic)).map(Received::json).toList();
    }

    /** All commands of a kind. */
    List<JsonNode> commands(String command) {
        return on("nvr/control/commands").stream()
                .filter(message -> message.path("command").asText().equals(command))
                .toList();
    }

    /** Position of an event. */
    int event(String event) {
        return first(0, EVENTS, message -> message.path("event").asText().equals(event));
    }

    /** Position of the first such command for that target, and maybe others, from a position on. */
    int command(String command, String target, int from) {
        return first(
                from,
                "nvr/control/commands",
                message ->
                        message.path("command").asText().equals(command)
                                && Site.stream(message.path("target_instances"))
                                        .anyMatch(one -> one.asText().equals(target)));
    }

    /** Position of the first such status from a position on. */
    int status(String id, String status, int from) {
        return first(
                from,
                "nvr/control/status/" + id,
                message -> message.path("status").asText().equals(status));
    }

    /** Position of the first such status of a room from a position on. */
    int room(int room, String state, int from) {
        return first(
                from,
                "nvr/orchestrator/status/" + room,
                message -> message.path("state").asText().equals(state));
    }

    /** Position of the first frame that an instance published from a position on. */
    int seen(int camera, String id, int from) {
        return first(
                from,
                "nvr/detections/" + camera,
                message -> message.path("instance_id").asText().equals(id));
    }

    private int first(int from, String topic, Predicate<JsonNode> wanted) {
        return IntStream.range(from, all.size())
                .filter(i -> all.get(i).topic().equals(topic) && !all.get(i).payload().isEmpty())
                .filter(i -> wanted.test(all.get(i).json()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Never said on " + topic + ": " + all));
    }

    /** What is said at a position. */
    JsonNode json(int position) {
        return all.get(position).json();
    }

    /** The last status of an instance before a position. */
    JsonNode lastStatus(String id, int before) {
        List<JsonNode> statuses =
                new Timeline(all.subList(0, before)).on("nvr/control/status/" + id);
        return statuses.get(statuses.size() - 1);
    }

    static Instant time(JsonNode message) {
        return Instant.parse(message.path("timestamp").asText());
    }

    /** The longest time in which nobody published a frame of a camera. */
    Duration longestGap(int camera) {
        List<Instant> seen =
                on("nvr/detections/" + camera).stream().map(Timeline::time).sorted().toList();
        return IntStream.range(1, seen.size())
                .mapToObj(i -> Duration.between(seen.get(i - 1), seen.get(i)))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Whoever gives orders waits for the ack of one before the next; a mere ping is none. */
    void assertEachCommandDoneBeforeTheNext() {
        Set<String> open = new HashSet<>();
        for (Received message : all) {
            if (message.topic().equals("nvr/control/commands")) {
                if (message.json().path("command").asText().equals("ping")
                        && !message.json().has("params")) {
                    continue;
                }
                assertThat(open).as("not done before %s", message.payload()).isEmpty();
                open.add(message.json().path("request_id").asText());
            } else {
                open.removeIf(id -> Site.isDone(message, id));
            }
        }
        assertThat(open).isEmpty();
    }
}
