package org.cupertino.nvr.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.SimulatedProcessor;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** A real orchestrator among simulated processors, on a broker with the shipped access list. */
final class HostileSite implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private static final Path ROUTES = Path.of("routes/orchestrator").toAbsolutePath();

    private final String url;
    private final SimulatedSpawner spawner = new SimulatedSpawner();
    private final List<SimulatedProcessor> regular;
    final MqttProbe witness;
    final MqttProbe attacker;
    private final MqttProbe caller;
    private Main orchestrator;

    HostileSite(Mosquitto broker) {
        url = broker.url();
        regular =
                List.of(
                        new SimulatedProcessor(url, as("processor"), "main", false, 0.1, 0, 1, 2),
                        new SimulatedProcessor(url, as("processor"), "other", false, 0.1, 3, 4));
        witness = new MqttProbe(url, as("orchestrator")).subscribe("nvr/orchestrator/#");
        attacker = new MqttProbe(url, as("processor"));
        caller = new MqttProbe(url, as("caller"));
    }

    static Mosquitto broker() {
        Mosquitto broker = new Mosquitto().config("max_packet_size 262144");
        for (String user : List.of("processor", "orchestrator", "caller", "viewer")) {
            broker.user(user, user);
        }
        try {
            return broker.accessList(Files.readString(Path.of("docker/mosquitto/acl")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts an orchestrator in the place of the one before; returns when it takes events. */
    void orchestrate() {
        if (orchestrator != null) {
            orchestrator.stop();
        }
        witness.clear();
        OrchestratorOptions options =
                OrchestratorOptions.from(
                        Map.of(
                                        "nvr.mqtt-url", url,
                                        "nvr.mqtt-user", "orchestrator",
                                        "nvr.mqtt-password", "orchestrator",
                                        "nvr.http-port", "0",
                                        "nvr.emergency-fps", "20")
                                ::get,
                        Map.of());
        orchestrator = new Main();
        orchestrator
                .configure()
                .addConfiguration(
                        new OrchestratorConfiguration(options, spawner, Optional.empty()));
        orchestrator
                .configure()
                .setRoutesIncludePattern(
                        ProgramFolders.orchestratorRoutesPattern(Optional.of(ROUTES)));
        orchestrator.configure().setShutdownTimeout(2);
        orchestrator.start();
        await("the orchestrator to take events")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            caller.publish("nvr/orchestrator/events", "{}");
                            return !witness.messages("nvr/orchestrator/rejected").isEmpty();
                        });
        witness.clear();
    }

    /** Sends an event for a room. */
    void happens(String event, int room) {
        caller.publish(
                "nvr/orchestrator/events",
                "{\"event\":\"%s\",\"room_id\":%d}".formatted(event, room));
    }

    /** Waits until the room is in that state with the event as its last. */
    void awaitRoom(int room, String event, String state, Duration atMost) {
        String topic = "nvr/orchestrator/status/" + room;
        await("room %d to be %s, last: %s".formatted(room, state, lastOf(topic)))
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            JsonNode last = lastOf(topic);
                            return last != null
                                    && last.path("event").asText().equals(event)
                                    && last.path("state").asText().equals(state);
                        });
    }

    private JsonNode lastOf(String topic) {
        List<Received> all = witness.messages(topic);
        return all.isEmpty() ? null : all.get(all.size() - 1).json();
    }

    /** Whether it has published a status of the room since it was started. */
    boolean hasStatus(int room) {
        return lastOf("nvr/orchestrator/status/" + room) != null;
    }

    /** The last status of a room. */
    String room(int room) {
        return String.valueOf(lastOf("nvr/orchestrator/status/" + room));
    }

    /** Names of emergency processors that were killed. */
    List<String> killed() {
        return spawner.killed;
    }

    static Consumer<MqttConnectionOptions> as(String user) {
        return options -> {
            options.setUserName(user);
            options.setPassword(user.getBytes(UTF_8));
        };
    }

    @Override
    public void close() {
        if (orchestrator != null) {
            orchestrator.stop();
        }
        spawner.running.values().forEach(SimulatedProcessor::kill);
        regular.forEach(SimulatedProcessor::kill);
        witness.close();
        attacker.close();
        caller.close();
    }

    /** Makes simulated emergency processors. */
    private final class SimulatedSpawner implements Spawner {
        private final Map<String, SimulatedProcessor> running = new ConcurrentHashMap<>();
        private final List<String> killed = new CopyOnWriteArrayList<>();

        @Override
        public void spawn(String name, Map<String, String> settings) {
            int camera = Integer.parseInt(settings.get("nvr.stream").split("=")[0]);
            double fps = Double.parseDouble(settings.get("nvr.max-fps"));
            running.put(
                    name, new SimulatedProcessor(url, as("processor"), name, true, fps, camera));
        }

        @Override
        public Optional<String> ended(String name) {
            SimulatedProcessor processor = running.get(name);
            return processor != null && processor.hasEnded()
                    ? Optional.of(name + " ended with exit code 0")
                    : Optional.empty();
        }

        @Override
        public void kill(String name) {
            SimulatedProcessor processor = running.get(name);
            if (processor != null && !processor.hasEnded()) {
                killed.add(name);
                processor.kill();
            }
        }

        @Override
        public void close() {
            // The processors go on.
        }
    }
}
