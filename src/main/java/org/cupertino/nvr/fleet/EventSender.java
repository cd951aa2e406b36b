package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Sends an event of a room to the orchestrator, and waits for what comes of it. For one event; a
 * waiting method ends when its thread is interrupted.
 */
public final class EventSender implements AutoCloseable {
    /** Retained statuses follow the subscription at once: no more come after such a pause. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(3);

    /** Signs of life of the leader after which an event that changes nothing has been read. */
    private static final int READ_BY_THEN = 2;

    private static final Set<String> NORMAL = Set.of("normal", "leaving");
    private static final ObjectMapper JSON = Json.mapper();

    private final Fleet fleet;
    private final Board<JsonNode> rooms = new Board<>();
    private final MqttSettings settings;
    private final Set<String> heard = new HashSet<>();
    private int roomId;
    private String rejection;
    private int signsOfLife;

    private EventSender(MqttSettings settings, String prefix) throws MqttException {
        this.settings = settings;
        fleet = new Fleet("ctl", settings, prefix);
        Topics topics = fleet.topics();
        fleet.follow(topics.roomStatus(Topics.ANY), this::room, rooms::remove);
        fleet.link().listen(topics.rejectedEvents(), 1, (topic, payload) -> rejected(payload));
        fleet.link().listen(topics.leader(), 1, (topic, payload) -> alive(payload));
    }

    /**
     * Connects, and reads the statuses of all rooms.
     *
     * @param prefix of all topics
     * @throws FleetException if the broker is not reached in time, or refuses the subscriptions
     */
    public static EventSender connect(MqttSettings settings, String prefix, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        EventSender sender = new EventSender(settings, prefix);
        sender.fleet.open();
        try {
            sender.fleet.awaitReady(atMost);
            sender.rooms.awaitQuiet(QUIET, LONGEST_SETTLING);
            return sender;
        } catch (FleetException | InterruptedException e) {
            sender.close();
            throw e;
        }
    }

    /** The last status of each room, by its number. */
    public SortedMap<String, JsonNode> rooms() {
        return rooms.all();
    }

    /**
     * Sends an event, and waits until the room's status carries it.
     *
     * @param sourceId number of the room's camera, or null if it is that of the room
     * @param outcome of the emergency that is over, or null
     * @return the room's status; null if the room is normal, and always was
     * @throws FleetException if the broker or the orchestrator refuses the event, or no status of
     *     the room carries it in time
     */
    public JsonNode send(
            RoomEvent event, int roomId, Integer sourceId, Outcome outcome, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        String topic = fleet.topics().roomEvents();
        MqttMessage message = new MqttMessage(payload(event, roomId, sourceId, outcome));
        message.setQos(1);
        synchronized (this) {
            heard.clear();
            this.roomId = roomId;
            rejection = null;
            signsOfLife = 0;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        if (!fleet.link().offer(topic, message)) {
            throw new FleetException(
                    "The broker at %s does not let this user publish to %s"
                            .formatted(settings, topic));
        }
        return await(event, Integer.toString(roomId), deadline, atMost);
    }

    private synchronized JsonNode await(
            RoomEvent event, String room, long deadline, Duration atMost)
            throws FleetException, InterruptedException {
        while (true) {
            JsonNode status = rooms.all().get(room);
            boolean read = heard.contains(room) || signsOfLife >= READ_BY_THEN;
            if (read && carries(status, event)) {
                return status;
            }
            if (rejection != null) {
                throw new FleetException("The orchestrator rejected the event: " + rejection);
            }
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new FleetException(silence(room, status, atMost));
            }
            wait(leftMs);
        }
    }

    private static boolean carries(JsonNode status, RoomEvent event) {
        if (!event.isEmergency()) {
            return status == null || NORMAL.contains(status.path("state").asText());
        }
        return status != null
                && RoomEvent.of(status.path("event").asText())
                        .filter(RoomEvent::isEmergency)
                        .isPresent()
                && !NORMAL.contains(status.path("state").asText());
    }

    private String silence(String room, JsonNode status, Duration atMost) {
        String last = status == null ? "" : ", it was " + status.path("state").asText() + " last";
        return signsOfLife == 0
                ? "No orchestrator has answered within %s, so nobody may have heard of room %s%s"
                        .formatted(Text.age(atMost), room, last)
                : "The orchestrator has not published that it knows of room %s within %s%s"
                        .formatted(room, Text.age(atMost), last);
    }

    private static byte[] payload(RoomEvent event, int roomId, Integer sourceId, Outcome outcome) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("event", event.wireName());
        message.put("room_id", roomId);
        if (sourceId != null) {
            message.put("source_id", sourceId);
        }
        if (outcome != null) {
            message.put("outcome", outcome);
        }
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event cannot be written as JSON", e);
        }
    }

    private synchronized void room(String room, JsonNode status) {
        rooms.put(room, status, status.toString().length());
        heard.add(room);
        notifyAll();
    }

    private synchronized void rejected(byte[] payload) {
        try {
            JsonNode rejected = JSON.readTree(payload);
            if (rejected.path("room_id").asInt(roomId) == roomId) {
                rejection = rejected.path("message").asText();
                notifyAll();
            }
        } catch (IOException e) {
            // Not published by this program.
        }
    }

    private synchronized void alive(byte[] payload) {
        if (payload.length > 0) {
            signsOfLife++;
            notifyAll();
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
