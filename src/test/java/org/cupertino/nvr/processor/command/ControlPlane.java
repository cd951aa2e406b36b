package org.cupertino.nvr.processor.command;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.metrics.Meters;
import org.cupertino.nvr.processor.picture.Pictures;
import org.cupertino.nvr.processor.report.DetectionEvents;
import org.cupertino.nvr.processor.report.MetricsReport;
import org.cupertino.nvr.processor.report.Presence;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.support.PahoStandIn;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Status;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The shipped routes for commands and publishing with their real beans, and a stand-in for MQTT.
 */
final class ControlPlane implements AutoCloseable {
    static final String COMMANDS = "nvr/control/commands";
    static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    final DefaultCamelContext context = new DefaultCamelContext();
    final Instance instance = new Instance("proc-a", Clock.systemUTC());
    final Leases leases = new Leases();
    final Cameras cameras;
    final Detector detector;
    final Pictures pictures;
    final StatusReport status;
    final CommandIntake commands;
    final PahoStandIn mqtt = new PahoStandIn();
    final List<Status> statuses = new CopyOnWriteArrayList<>();
    final AtomicInteger metricsPublished = new AtomicInteger();
    final AtomicReference<Duration> lease = new AtomicReference<>();
    volatile boolean mortal;
    final AtomicInteger stops = new AtomicInteger();
    private final JsonSchema ackSchema;

    /** The queue that a broker would drain. */
    public static final class Queue extends LinkedBlockingDeque<Exchange> {
        private static final long serialVersionUID = 1L;

        public void failed(Exchange message) {
            throw new AssertionError("Nothing fails here", message.getException());
        }
    }

    /** One that has started, with that folder of models. */
    ControlPlane(Path models) throws Exception {
        this(models, true);
    }

    ControlPlane(Path models, boolean started) throws Exception {
        this(models, started, Map.of());
    }

    /**
     * @param options by property key, of those that commands heed
     */
    ControlPlane(Path models, boolean started, Map<String, String> options) throws Exception {
        try (InputStream in = Json.class.getResourceAsStream("/schema/ack.schema.json")) {
            ackSchema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
        }
        cameras =
                new Cameras(
                        context,
                        (id, uri) -> {
                            throw new AssertionError("Camera " + id + " would be opened: " + uri);
                        },
                        0.1,
                        leases);
        detector = Detectors.on(models);
        status = new StatusReport(instance, cameras, detector, statuses::add);
        cameras.onChange(status::publish);
        pictures = new Pictures(ProcessorOptions.from(options::get).snapshots(), leases);
        pictures.wishes().onChange(status::publish);
        status.listLeases(() -> pictures.wishes().statuses(instance.clock()));
        CommandTable table =
                new CommandTable(
                        cameras,
                        detector,
                        pictures,
                        status,
                        new Host(),
                        Set.of("rtsp", "rtsps", "http"));
        Acks acks = new Acks(instance);
        Meters meters = new Meters(new SimpleMeterRegistry(), cameras, Duration.ofSeconds(10));
        bind("json", Json.mapper());
        bind("commandJson", Json.strictMapper());
        bind("acks", acks);
        commands = new CommandIntake(instance, table, acks);
        bind("commands", commands);
        bind("envelope", new Envelope(COMMANDS, "nvr/replies/"));
        bind("events", new DetectionEvents(instance, cameras, meters));
        bind("metrics", new MetricsReport(instance, cameras, detector, meters));
        bind("presence", new Presence(instance, () -> {}));
        bind("outbox", new Queue());
        bind("pictureOutbox", new Queue());
        bind("presenceOutbox", new Queue());
        table.forEachBean(this::bind);
        Properties properties = new Properties();
        properties.setProperty("nvr.topic-prefix", "nvr");
        properties.setProperty("nvr.enable-control", "true");
        properties.setProperty("nvr.detections-qos", "0");
        properties.setProperty("secret", "S3CRET");
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.addComponent("paho-mqtt5", mqtt);
        for (String file : List.of("_errors", "commands", "publish")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            PluginHelper.getResourceLoader(context)
                                    .resolveResource("classpath:routes/" + file + ".yaml"));
        }
        context.start();
        if (started) {
            commands.open();
        }
    }

    /** Puts a bean in the place of another. */
    void bind(String name, Object bean) {
        context.getRegistry().unbind(name);
        context.getRegistry().bind(name, bean);
    }

    /** As a client that publishes to everybody. */
    void send(String payload) throws Exception {
        send(COMMANDS, payload.getBytes(StandardCharsets.UTF_8));
    }

    void send(String topic, byte[] payload) throws Exception {
        mqtt.receive(topic, payload, false, new MqttProperties());
    }

    /** Answers so far, in order, each checked against its schema. */
    List<JsonNode> acks() {
        return mqtt.published().stream()
                .filter(message -> message.topic().startsWith("nvr/control/acks/"))
                .map(message -> checked(message.payload()))
                .toList();
    }

    /** What was published, as soon as it is that much. */
    List<PahoStandIn.Published> awaitPublished(int count) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> mqtt.published().size() >= count);
        return List.copyOf(mqtt.published());
    }

    /** The answers, as soon as there are that many. */
    List<JsonNode> awaitAcks(int count) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> acks().size() >= count);
        return acks();
    }

    private JsonNode checked(String payload) {
        try {
            JsonNode ack = JSON.readTree(payload);
            if (!ackSchema.validate(ack).isEmpty()) {
                throw new AssertionError(ackSchema.validate(ack) + ": " + payload);
            }
            return ack;
        } catch (IOException e) {
            throw new UncheckedIOException(payload, e);
        }
    }

    @Override
    public void close() {
        commands.close();
        context.stop();
        detector.close();
        leases.close();
    }

    private final class Host implements CommandTable.Host {
        @Override
        public void publishMetrics() {
            metricsPublished.incrementAndGet();
        }

        @Override
        public void pausesChanged() {
            // Nobody starts again here.
        }

        @Override
        public void renamed() {
            // Nothing else hangs on the id here.
        }

        @Override
        public boolean renewLease(Duration time) {
            lease.set(time);
            return mortal;
        }

        @Override
        public void stop() {
            stops.incrementAndGet();
        }
    }
}
