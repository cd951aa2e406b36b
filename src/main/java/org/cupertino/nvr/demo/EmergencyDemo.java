package org.cupertino.nvr.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.camel.main.Main;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Publishes a fall in a room and the arrival of help, and prints what happens. */
public final class EmergencyDemo {
    public static final int ROOM = 2;

    private static final Duration AT_MOST = Duration.ofSeconds(90);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);
    private static final long HELP_COMES_AFTER_MS = 8_000;
    private static final long SAY_AGAIN_MS = 1_000;
    private static final long LOOK_EVERY_MS = 100;

    private final MqttSettings settings;
    private final String prefix;
    private final Main orchestrator;
    private final Runnable atTheEnd;
    private volatile JsonNode last = MissingNode.getInstance();
    private volatile int exitCode;

    /**
     * @param atTheEnd runs when all is said
     */
    public EmergencyDemo(
            MqttSettings settings, String prefix, Main orchestrator, Runnable atTheEnd) {
        this.settings = settings;
        this.prefix = prefix;
        this.orchestrator = orchestrator;
        this.atTheEnd = atTheEnd;
    }

    /** Begins; the processor may start at the same time. */
    public void start() {
        Thread thread = new Thread(this::play, "emergency-demo");
        thread.setDaemon(true);
        thread.start();
    }

    /** 0 unless a step of the story failed. */
    public int exitCode() {
        return exitCode;
    }

    private void play() {
        try (Fleet fleet = new Fleet("demo", settings, prefix)) {
            fleet.follow(fleet.topics().roomStatus(Topics.ANY), this::roomChanged, room -> {});
            fleet.open();
            await(() -> isWatched(fleet));
            orchestrator.start();
            say("The processor watches its rooms. Now somebody falls in room " + ROOM);
            happens(fleet, RoomEvent.FALL_DETECTED, RoomState.EMERGENCY);
            say("A processor of its own, with a larger model, watches the room. Help is coming");
            TimeUnit.MILLISECONDS.sleep(HELP_COMES_AFTER_MS);
            happens(fleet, RoomEvent.RESIDENT_ASSISTED, RoomState.NORMAL);
            say("All is as it was before");
        } catch (TimeoutException | MqttException e) {
            say("It did not work: " + e.getMessage());
            exitCode = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            orchestrator.stop();
            atTheEnd.run();
        }
    }

    private void roomChanged(String room, JsonNode status) {
        if (room.equals(Integer.toString(ROOM))) {
            last = status;
        }
    }

    private static boolean isWatched(Fleet fleet) {
        return fleet.statuses().values().stream()
                .flatMap(status -> status.findParents("source_id").stream())
                .anyMatch(
                        source ->
                                source.path("source_id").asInt() == ROOM
                                        && source.path("state").asText().equals("live"));
    }

    /** Publishes an event until a room status shows it: the orchestrator may not listen yet. */
    private void happens(Fleet fleet, RoomEvent event, RoomState goal)
            throws MqttException, InterruptedException, TimeoutException {
        String topic = fleet.topics().roomEvents();
        String payload = "{\"event\":\"%s\",\"room_id\":%d}".formatted(event.wireName(), ROOM);
        say("mosquitto_pub -q 1 -t %s -m '%s'".formatted(topic, payload));
        MqttMessage message = new MqttMessage(payload.getBytes(UTF_8));
        message.setQos(1);
        long heardBy = System.nanoTime() + HEARD_WITHIN.toNanos();
        while (!last.path("event").asText().equals(event.wireName())
                && System.nanoTime() < heardBy) {
            fleet.link().offer(topic, message);
            TimeUnit.MILLISECONDS.sleep(SAY_AGAIN_MS);
        }
        await(() -> last.path("state").asText().equals(goal.wireName()));
    }

    private static void await(BooleanSupplier condition)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        "nothing came of it within " + AT_MOST.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    private static void say(String text) {
        System.out.println("== " + text);
    }
}
