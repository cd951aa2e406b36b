package org.cupertino.nvr.fleet.emergency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.fleet.rule.Suspicions;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.support.PahoStandIn;
import org.cupertino.nvr.wire.Json;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The shipped routes from events to rooms with their real beans, and a stand-in for MQTT. No room
 * gets any further, as there is no broker.
 */
final class EventRoutes implements AutoCloseable {
    static final String EVENTS = "nvr/orchestrator/events";
    private static final String REJECTED = "nvr/orchestrator/rejected";
    private static final Set<Integer> NAMED = Set.of(0, 2, 3, 5, 7);
    private static final ObjectMapper JSON = new ObjectMapper();

    final DefaultCamelContext context = new DefaultCamelContext();
    final PahoStandIn mqtt = new PahoStandIn();
    final EmergencyQueue emergencies = new EmergencyQueue(2, RoomTime.SYSTEM, camera -> true);
    private final Orchestrator orchestrator;
    volatile boolean statusesAreComplete;

    /** Whose commands reach nobody. */
    final Roster roster = new Roster(List::of);

    EventRoutes(String... rules) throws Exception {
        MqttSettings settings = MqttSettings.of(ProcessorOptions.from(key -> null).mqtt());
        RoomJournal journal = new RoomJournal();
        Fleet fleet = new Fleet("fleet", settings, "nvr");
        KnownCameras cameras = new KnownCameras(fleet::statuses, NAMED, () -> statusesAreComplete);
        orchestrator = new Orchestrator(fleet, cameras, emergencies, journal);
        bind("json", Json.mapper());
        bind("eventJson", Json.strictMapper());
        bind("envelope", new Envelope(EVENTS, "nvr/replies/"));
        bind("roomEvents", new RoomEvents(orchestrator));
        Properties properties = new Properties();
        properties.setProperty("nvr.topic-prefix", "nvr");
        OrchestratorOptions options = OrchestratorOptions.from(settings(rules)::get, Map.of());
        properties.putAll(options.asProperties());
        bind(
                "rules",
                new Rules(
                        options.rules(),
                        "orchestrator",
                        new Suspicions(
                                roster,
                                new CommandSender(fleet),
                                1,
                                Duration.ofSeconds(20),
                                source -> false)));
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.addComponent("paho-mqtt5", mqtt);
        for (String file :
                List.of("_errors", "events", "detections", "fall-rule", "room-rules", "publish")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            PluginHelper.getResourceLoader(context)
                                    .resolveResource(
                                            "classpath:routes/orchestrator/" + file + ".yaml"));
        }
        context.start();
        journal.publishBy(context.createProducerTemplate());
        orchestrator.takeOver();
    }

    private static Map<String, String> settings(String... rules) {
        Map<String, String> settings = new HashMap<>(Map.of("nvr.fall-rule", "false"));
        for (String rule : rules) {
            settings.put(rule.split("=")[0], rule.split("=")[1]);
        }
        return settings;
    }

    private void bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
    }

    void send(String event) throws Exception {
        send(EVENTS, event.getBytes(StandardCharsets.UTF_8), false);
    }

    void send(String topic, byte[] payload, boolean retained) throws Exception {
        mqtt.receive(topic, payload, retained, new MqttProperties());
    }

    /** What was reported of events that were of no use, each checked against its schema. */
    List<String> rejections() {
        return mqtt.published().stream()
                .filter(message -> message.topic().equals(REJECTED))
                .map(
                        message ->
                                checked(message.payload(), "event-rejected")
                                        .get("message")
                                        .asText())
                .toList();
    }

    /** What was published of findings, in order, each checked against its schema. */
    List<JsonNode> notices() {
        return mqtt.published().stream()
                .filter(message -> message.topic().startsWith("nvr/orchestrator/notices/"))
                .map(message -> checked(message.payload(), "room-notice"))
                .toList();
    }

    /** What was retained of rooms, in order. */
    List<JsonNode> retained() {
        return mqtt.published().stream()
                .filter(message -> message.topic().startsWith("nvr/orchestrator/status/"))
                .map(message -> json(message.payload()))
                .toList();
    }

    private static JsonNode json(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers of the rooms in which something happened. */
    List<Integer> rooms() {
        return emergencies.rooms().stream().map(Room::roomId).toList();
    }

    private static JsonNode checked(String payload, String schema) {
        try (InputStream in =
                Json.class.getResourceAsStream("/schema/" + schema + ".schema.json")) {
            JsonNode rejection = JSON.readTree(payload);
            if (!JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in)
                    .validate(rejection)
                    .isEmpty()) {
                throw new AssertionError("Not as its schema says: " + payload);
            }
            return rejection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        orchestrator.stop();
        context.stop();
    }
}
