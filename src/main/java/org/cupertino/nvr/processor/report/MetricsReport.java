package org.cupertino.nvr.processor.report;

import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.metrics.Meters;
import org.cupertino.nvr.wire.Metrics;

/** The bean {@code metrics} of the routes: the figures of the meters as a message. Thread-safe. */
public final class MetricsReport {
    private final Instance instance;
    private final CameraView cameras;
    private final Detector detector;
    private final Meters meters;

    public MetricsReport(Instance instance, CameraView cameras, Detector detector, Meters meters) {
        this.instance = instance;
        this.cameras = cameras;
        this.detector = detector;
        this.meters = meters;
    }

    /** How fast the processor works now; a stalled one shows zeros. */
    public Metrics snapshot() {
        return new Metrics(
                instance.id(),
                instance.clock().instant(),
                instance.uptimeS(),
                detector.modelId().orElse(null),
                meters.throughput(),
                meters.latencyMs(),
                meters.inferenceTimeMs(),
                meters.messagesDropped(),
                cameras.statuses().stream().map(meters::source).toList());
    }
}
