package org.cupertino.nvr.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.camera.Cameras;
import org.cupertino.nvr.event.Detection;
import org.cupertino.nvr.event.DetectionEvent;
import org.cupertino.nvr.event.InstanceState;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.event.Status;
import org.cupertino.nvr.inference.Inference;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.Outbox;

/**
 * The meters of a processor, all named {@code nvr.} and tagged with the {@code instance_id}. They
 * follow what the statuses say: with a removed camera its meters go, with a rename all are made
 * anew. Thread-safe; recording never waits for long.
 */
public final class Meters {
    /** Upper ends of all histograms' buckets: from a fast network to a hopeless backlog. */
    static final Duration[] LIMITS =
            Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private record Connection(String role, MqttLink link, Outbox outbox) {}

    private final MeterRegistry registry;
    private final Cameras cameras;
    private final List<Connection> connections = new ArrayList<>();
    private final Map<Integer, SourceMeters> sources = new HashMap<>();
    private final Map<String, Timer> inferences = new HashMap<>();
    private final Map<String, Counter> detections = new HashMap<>();
    private MeterGroup instance;
    private MeterGroup model;
    private volatile Status last;

    public Meters(MeterRegistry registry, Cameras cameras) {
        this.registry = registry;
        this.cameras = cameras;
    }

    /**
     * Adds a connection to the broker; before the first status.
     *
     * @param outbox what waits to go out over it, or null
     */
    public synchronized void connection(String role, MqttLink link, Outbox outbox) {
        connections.add(new Connection(role, link, outbox));
    }

    /** Takes the meters to how things are now. */
    public synchronized void follow(Status status) {
        Status before = last;
        last = status;
        if (before == null || !before.instanceId().equals(status.instanceId())) {
            forget();
            begin();
        }
        if (model == null || !Objects.equals(before.modelId(), status.modelId())) {
            model(status.modelId());
        }
        Map<Integer, SourceStatus> now =
                status.sources().stream().collect(Collectors.toMap(SourceStatus::sourceId, s -> s));
        sources.entrySet()
                .removeIf(
                        source -> {
                            boolean gone = !now.containsKey(source.getKey());
                            if (gone) {
                                source.getValue().close();
                            }
                            return gone;
                        });
        now.forEach(
                (id, source) ->
                        sources.computeIfAbsent(
                                        id,
                                        n -> new SourceMeters(registry, tags(), source, cameras))
                                .follow(source));
    }

    /** A due frame's analysis begins. */
    public synchronized void waited(int sourceId, Duration time) {
        SourceMeters source = sources.get(sourceId);
        if (source != null) {
            source.waited(time);
        }
    }

    /** A frame was analysed. */
    public synchronized void analysed(Inference inference) {
        if (instance == null) {
            return;
        }
        inferences
                .computeIfAbsent(
                        inference.modelId(),
                        id ->
                                instance.timer(
                                        "nvr.inference",
                                        "The network and its post-processing, for one frame",
                                        Tags.of("model_id", id),
                                        LIMITS))
                .record(Duration.ofNanos(Math.round(inference.inferenceTimeMs() * 1e6)));
        for (Detection detection : inference.detections()) {
            detections
                    .computeIfAbsent(
                            detection.className(),
                            name ->
                                    instance.counter(
                                            "nvr.detections",
                                            "Things seen, once in each frame",
                                            Tags.of("class_name", name)))
                    .increment();
        }
    }

    /** An event goes out. */
    public synchronized void published(DetectionEvent event) {
        SourceMeters source = sources.get(event.sourceId());
        if (source != null) {
            source.published(Duration.ofNanos(Math.round(event.latencyMs() * 1e6)));
        }
    }

    private Tags tags() {
        return Tags.of("instance_id", last.instanceId());
    }

    private void begin() {
        instance = new MeterGroup(registry, tags());
        instance.gauge(
                "nvr.instance.info",
                null,
                "1, and what the processor is",
                Tags.of("version", last.version(), "host", last.host()),
                () -> 1);
        instance.oneOf(
                "nvr.instance.state",
                "1 for the state the processor is in, else 0",
                InstanceState.values(),
                InstanceState::wireName,
                () -> last.status());
        connections.forEach(this::bind);
    }

    private void bind(Connection connection) {
        Tags role = Tags.of("connection", connection.role());
        MqttLink link = connection.link();
        instance.gauge(
                "nvr.mqtt.connected",
                null,
                "1 if connected and every subscription is granted, else 0",
                role,
                () -> link.isReady() ? 1 : 0);
        Outbox outbox = connection.outbox();
        if (outbox != null) {
            instance.times(
                            "nvr.publish",
                            "Publishing one message to the broker",
                            role,
                            link::published,
                            () -> link.publishTime().toNanos())
                    .count(
                            "nvr.messages.dropped",
                            "Messages that did not go out, for the broker was away",
                            role,
                            outbox::dropped)
                    .gauge(
                            "nvr.messages.waiting",
                            null,
                            "Messages that wait for the broker",
                            role,
                            outbox::size);
        }
    }

    private void model(String modelId) {
        if (model != null) {
            model.close();
        }
        model = new MeterGroup(registry, tags());
        if (modelId != null) {
            model.gauge(
                    "nvr.model.info",
                    null,
                    "1 for the model in use",
                    Tags.of("model_id", modelId),
                    () -> 1);
        }
    }

    private void forget() {
        if (instance != null) {
            instance.close();
            model.close();
            model = null;
            sources.values().forEach(SourceMeters::close);
            sources.clear();
            inferences.clear();
            detections.clear();
        }
    }
}
