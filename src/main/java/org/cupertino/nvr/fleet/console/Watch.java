package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Prints detections, changes of status, of rooms and cameras too, and acks, one readable line each.
 */
public final class Watch implements AutoCloseable {
    private static final ObjectMapper JSON = Json.mapper();
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneId.systemDefault());

    private final Consumer<String> out;
    private final MqttLink link;
    private final Map<String, String> lastLines = new HashMap<>();
    private volatile boolean wasReady;

    /**
     * Starts watching; comes up when the broker does, again and again.
     *
     * @param prefix of all topics
     * @param out gets each line, harmless for a terminal, on a thread that must not wait
     */
    public Watch(MqttSettings settings, String prefix, WatchFilter filter, Consumer<String> out)
            throws MqttException {
        this.out = out;
        this.link = new MqttLink("watch", settings, null);
        Lines lines = new Lines(filter);
        Topics topics = new Topics(prefix);
        String source = filter.source() == null ? Topics.ANY : filter.source().toString();
        follow(topics.detections(source), 0, lines::detections, false);
        follow(topics.status(Topics.ANY), 1, lines::status, true);
        follow(topics.acks(Topics.ANY), 1, lines::ack, false);
        follow(topics.roomStatus(Topics.ANY), 1, lines::room, true);
        follow(topics.cameras(source), 1, lines::camera, true);
        link.onConnected(() -> wasReady |= link.isReady());
        link.open();
    }

    /** Whether it has been ready before. */
    public boolean wasReady() {
        return wasReady;
    }

    /** Whether it is connected and allowed to subscribe to all topics. */
    public boolean isReady() {
        return link.isReady();
    }

    /** Why the last attempt to connect failed, for a person. */
    public Optional<String> problem() {
        return link.problem();
    }

    /**
     * @param changesOnly whether to leave out a line that repeats the last one of its topic
     */
    private void follow(
            String topicFilter, int qos, Function<JsonNode, String> lines, boolean changesOnly)
            throws MqttException {
        link.listen(
                topicFilter,
                qos,
                (topic, payload) -> {
                    String line = line(topic, payload, lines);
                    if (line != null && !(changesOnly && line.equals(lastLines.put(topic, line)))) {
                        out.accept(CLOCK.format(Instant.now()) + "  " + Text.plain(line));
                    }
                });
    }

    private static String line(String topic, byte[] payload, Function<JsonNode, String> lines) {
        try {
            return payload.length == 0 ? null : lines.apply(JSON.readTree(payload));
        } catch (IOException e) {
            return topic + ": not JSON";
        }
    }

    @Override
    public void close() {
        link.shutDown();
    }
}
