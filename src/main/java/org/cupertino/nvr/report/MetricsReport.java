package org.cupertino.nvr.report;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.cupertino.nvr.camera.Cameras;
import org.cupertino.nvr.event.Metrics;
import org.cupertino.nvr.event.SourceMetrics;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.inference.Detector;
import org.cupertino.nvr.ingest.StreamStats;
import org.cupertino.nvr.instance.Instance;

/** The bean {@code metrics} of the routes. Thread-safe. */
public final class MetricsReport {
    private final Instance instance;
    private final Cameras cameras;
    private final Detector detector;
    private final Performance performance;
    private final LongSupplier messagesDropped;

    public MetricsReport(
            Instance instance,
            Cameras cameras,
            Detector detector,
            Performance performance,
            LongSupplier messagesDropped) {
        this.instance = instance;
        this.cameras = cameras;
        this.detector = detector;
        this.performance = performance;
        this.messagesDropped = messagesDropped;
    }

    /** How fast the processor works now; a stalled one shows zeros. */
    public Metrics snapshot() {
        return new Metrics(
                instance.id(),
                instance.clock().instant(),
                instance.uptimeS(),
                detector.modelId().orElse(null),
                performance.throughput(OptionalInt.empty()),
                performance.latencyMs(OptionalInt.empty()),
                performance.inferenceTimeMs(),
                messagesDropped.getAsLong(),
                cameras.statuses().stream().map(this::source).toList());
    }

    private SourceMetrics source(SourceStatus status) {
        OptionalInt id = OptionalInt.of(status.sourceId());
        StreamStats stats = cameras.stats(status.sourceId()).orElse(null);
        return new SourceMetrics(
                status.sourceId(),
                status.state(),
                performance.throughput(id),
                performance.latencyMs(id),
                stats == null ? 0 : stats.framesSampled(),
                stats == null
                        ? 0
                        : stats.framesSkipped()
                                + stats.framesCorrupt()
                                + cameras.framesFailed(status.sourceId()),
                stats == null ? 0 : stats.reconnects(),
                ageS(status.lastFrameAt()));
    }

    private Double ageS(Instant lastFrameAt) {
        return lastFrameAt == null
                ? null
                : Double.valueOf(
                        Duration.between(lastFrameAt, instance.clock().instant()).toMillis() / 1e3);
    }
}
