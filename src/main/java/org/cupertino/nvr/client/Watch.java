package org.cupertino.nvr.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.cupertino.nvr.event.Json;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Follows detections, changes of status and answers to commands, one readable line each. */
public final class Watch implements AutoCloseable {
    private static final ObjectMapper JSON = Json.mapper();
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneId.systemDefault());

    private final String prefix;
    private final PrintStream out;
    private final MqttLink link;
    private final Map<String, String> lastStatus = new HashMap<>();

    /**
     * Starts watching; comes up when the broker does.
     *
     * @param prefix of all topics
     */
    public Watch(MqttSettings settings, String prefix, PrintStream out) throws MqttException {
        this.prefix = prefix;
        this.out = out;
        this.link = new MqttLink("watch", settings, null);
        link.listen(prefix + "/detections/+", 0, this::arrived);
        link.listen(prefix + "/control/status/+", 1, this::arrived);
        link.listen(prefix + "/control/acks/+", 1, this::arrived);
        link.open();
    }

    private void arrived(String topic, byte[] payload) {
        String line;
        try {
            line = payload.length == 0 ? null : line(topic, JSON.readTree(payload));
        } catch (IOException e) {
            line = topic + ": not JSON";
        }
        if (line != null && isNews(topic, line)) {
            out.println(CLOCK.format(Instant.now()) + "  " + line);
        }
    }

    /** A status that reads as the one before is none. */
    private boolean isNews(String topic, String line) {
        return !topic.startsWith(prefix + "/control/status/")
                || !line.equals(lastStatus.put(topic, line));
    }

    private String line(String topic, JsonNode message) {
        if (topic.startsWith(prefix + "/detections/")) {
            return detections(message);
        }
        return topic.startsWith(prefix + "/control/acks/") ? ack(message) : status(message);
    }

    private static String detections(JsonNode event) {
        Map<String, StringJoiner> byClass = new LinkedHashMap<>();
        for (JsonNode detection : event.path("detections")) {
            byClass.computeIfAbsent(
                            detection.path("class_name").asText(), name -> new StringJoiner(" "))
                    .add("%.2f".formatted(detection.path("confidence").asDouble()));
        }
        StringJoiner seen = new StringJoiner(", ");
        byClass.forEach(
                (name, scores) ->
                        seen.add(
                                scores.toString().split(" ").length
                                        + " "
                                        + name
                                        + " ("
                                        + scores
                                        + ")"));
        return "camera %d  %s  [%s, frame %d, %.0f ms]"
                .formatted(
                        event.path("source_id").asInt(),
                        byClass.isEmpty() ? "nothing" : seen,
                        event.path("instance_id").asText(),
                        event.path("frame_id").asLong(),
                        event.path("latency_ms").asDouble());
    }

    private static String status(JsonNode status) {
        StringJoiner sources = new StringJoiner(", ");
        for (JsonNode source : status.path("sources")) {
            sources.add(source.path("source_id").asInt() + " " + source.path("state").asText());
        }
        return "%s is %s%s%s"
                .formatted(
                        status.path("instance_id").asText(),
                        status.path("status").asText(),
                        status.has("reason") ? " (" + status.get("reason").asText() + ")" : "",
                        sources.length() == 0 ? "" : ", cameras: " + sources);
    }

    private static String ack(JsonNode ack) {
        return "%s answers %s: %s%s"
                .formatted(
                        ack.path("instance_id").asText(),
                        ack.path("command").asText("?"),
                        ack.path("ack_status").asText(),
                        ack.has("message") ? ", " + ack.get("message").asText() : "");
    }

    @Override
    public void close() {
        link.shutDown();
    }
}
