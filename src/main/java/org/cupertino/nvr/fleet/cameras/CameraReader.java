package org.cupertino.nvr.fleet.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Reads once what the broker keeps of all cameras. */
public final class CameraReader {
    /** Retained messages follow the subscription at once: no more come after such a pause. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final SortedMap<Integer, JsonNode> cameras = new TreeMap<>();
    private long changed = System.nanoTime();
    private boolean led;

    private CameraReader() {}

    /**
     * What was read.
     *
     * @param cameras the last message of each, by number; texts are plain and cut
     * @param isLed whether an orchestrator leads, which publishes them
     */
    public record Published(SortedMap<Integer, JsonNode> cameras, boolean isLed) {}

    /**
     * Connects, and reads.
     *
     * @param prefix of all topics
     * @throws FleetException if the broker is not reached in time, or refuses a subscription
     */
    public static Published read(MqttSettings settings, String prefix, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        CameraReader reader = new CameraReader();
        try (Fleet fleet = new Fleet("ctl", settings, prefix)) {
            Topics topics = fleet.topics();
            fleet.link().listen(topics.leader(), 1, (topic, payload) -> reader.leader(payload));
            fleet.follow(topics.cameras(Topics.ANY), reader::take, source -> {});
            fleet.open();
            fleet.awaitReady(atMost);
            return reader.awaitQuiet();
        }
    }

    private synchronized void take(String source, JsonNode message) {
        int number = Messages.cameraStatus(source, message).sourceId();
        changed = System.nanoTime();
        if (cameras.size() < CameraBook.MOST_CAMERAS || cameras.containsKey(number)) {
            cameras.put(number, message);
        }
    }

    private synchronized void leader(byte[] payload) {
        led = payload.length > 0;
    }

    private synchronized Published awaitQuiet() throws InterruptedException {
        long start = System.nanoTime();
        changed = start;
        long now = start;
        while (now - changed < QUIET.toNanos() && now - start < LONGEST.toNanos()) {
            wait(QUIET.toMillis() / 10);
            now = System.nanoTime();
        }
        return new Published(new TreeMap<>(cameras), led);
    }
}
