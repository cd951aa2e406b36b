package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.metrics.Recent.Rise;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Metrics.Percentiles;
import org.cupertino.nvr.wire.SourceMetrics;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * The meters of a processor, all named {@code nvr.} and tagged with the {@code instance_id}. They
 * follow the statuses: a removed camera's meters are removed, and a rename makes all anew.
 * Thread-safe; recording never waits for long.
 */
public final class Meters {
    private static final double FRAMES = 3;

    private final MeterRegistry registry;
    private final CameraView cameras;
    private final Duration shortestWindow;
    private final Recent analyses;
    private final ConnectionMeters connections = new ConnectionMeters();
    private final Map<Integer, SourceMeters> sources = new HashMap<>();
    private MeterGroup instance;
    private MeterGroup model;
    private AnalysisMeters analysis;
    private volatile Status last;

    /**
     * @param registry one that keeps what is recorded, for the metrics over MQTT are read from it
     * @param interval at which metrics are published. Figures cover the last one, or the time in
     *     which the slowest camera gives three frames if that is longer, at most ten minutes
     */
    public Meters(MeterRegistry registry, CameraView cameras, Duration interval) {
        this.registry = registry;
        this.cameras = cameras;
        shortestWindow = shorter(interval, Recent.LONGEST);
        analyses = new Recent(shortestWindow, registry.config().clock().monotonicTime());
    }

    /**
     * Adds a connection to the broker; before the first status.
     *
     * @param ready whether it is connected and every subscription is granted
     * @param outgoing or null for a connection that publishes nothing
     */
    public synchronized void connection(
            String role, BooleanSupplier ready, OutgoingFigures outgoing) {
        connections.add(role, ready, outgoing);
    }

    /** Brings the meters in line with a status. */
    public synchronized void follow(Status status) {
        Status before = last;
        last = status;
        if (before == null || !before.instanceId().equals(status.instanceId())) {
            forget();
            begin();
        }
        analysis.follow(window());
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
                                        n ->
                                                new SourceMeters(
                                                        registry,
                                                        tags(),
                                                        source,
                                                        cameras,
                                                        shortestWindow))
                                .follow(source));
    }

    /** A due frame's analysis begins. */
    public synchronized void waited(int sourceId, Duration time) {
        SourceMeters source = sources.get(sourceId);
        if (source != null) {
            source.waited(time);
        }
    }

    /** A frame of a camera was analysed. */
    public synchronized void analysed(int sourceId, Inference inference) {
        if (analysis == null) {
            return;
        }
        analysis.analysed(inference);
        SourceMeters source = sources.get(sourceId);
        if (source != null) {
            source.analysed();
        }
    }

    /** Things that a camera saw are hidden by its masks. */
    public synchronized void masked(int sourceId, int count) {
        SourceMeters source = sources.get(sourceId);
        if (source != null) {
            source.masked(count);
        }
    }

    /** An event is published. */
    public synchronized void published(DetectionEvent event) {
        SourceMeters source = sources.get(event.sourceId());
        if (source != null) {
            source.published(Duration.ofNanos(Math.round(event.latencyMs() * 1e6)));
        }
    }

    /** Frames a second analysed within the last window, all cameras. */
    public synchronized double throughput() {
        return analysis == null ? 0 : analysis.throughput();
    }

    /** Mean publish minus capture in milliseconds within the last window, or null. */
    public synchronized Double latencyMs() {
        List<Rise> all = sources.values().stream().map(s -> s.latencyMs(window())).toList();
        long count = all.stream().mapToLong(Rise::count).sum();
        return new Rise(count, all.stream().mapToDouble(Rise::total).sum(), 1).mean();
    }

    /** Of the last window. */
    public synchronized Percentiles inferenceTimeMs() {
        return analysis == null ? new Percentiles(null, null, null) : analysis.inferenceTimeMs();
    }

    /** Messages dropped because the broker was away too long. */
    public synchronized long messagesDropped() {
        return connections.messagesDropped();
    }

    /** The figures of a camera; zeros if nothing is known of it yet. */
    public synchronized SourceMetrics source(SourceStatus status) {
        SourceMeters source = sources.get(status.sourceId());
        return source == null
                ? new SourceMetrics(
                        status.sourceId(), status.state(), 0, null, 0, 0, 0, 0L, 0L, 0L, null)
                : source.figures(status.state(), window());
    }

    private Duration window() {
        long nanos = (long) Math.min(FRAMES * 1e9 / cameras.slowestFps(), Long.MAX_VALUE);
        Duration slowest = shorter(Duration.ofNanos(nanos), Recent.LONGEST);
        return shortestWindow.compareTo(slowest) > 0 ? shortestWindow : slowest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
                InstanceState.published(),
                InstanceState::wireName,
                () -> last.status());
        connections.register(instance);
        analysis = new AnalysisMeters(registry, tags(), analyses, window());
        sources.replaceAll((id, source) -> source.renamed(tags()));
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
            analysis.close();
        }
    }
}
