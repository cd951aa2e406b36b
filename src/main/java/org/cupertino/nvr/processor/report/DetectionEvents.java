package org.cupertino.nvr.processor.report;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.processor.metrics.Meters;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Message;

/** The bean {@code events} of the routes. Thread-safe. */
public final class DetectionEvents {
    private final Instance instance;
    private final CameraView cameras;
    private final Meters meters;

    public DetectionEvents(Instance instance, CameraView cameras, Meters meters) {
        this.instance = instance;
        this.cameras = cameras;
        this.meters = meters;
    }

    /** The event of what was found in a frame, without its latency. */
    public DetectionEvent detection(
            @Body Inference inference, @ExchangeProperty(RouteNames.FRAME) Frame frame) {
        meters.analysed(frame.sourceId(), inference);
        return new DetectionEvent(
                instance.id(),
                frame.sourceId(),
                frame.frameId(),
                frame.capturedAt(),
                inference.modelId(),
                inference.inferenceTimeMs(),
                inference.detections(),
                cameras.stats(frame.sourceId()).map(StreamStats::fps).orElse(null),
                null,
                frame.width(),
                frame.height());
    }

    /**
     * The event without the detections of a lower confidence.
     *
     * @param confidence 0 to 1
     */
    public DetectionEvent atLeast(@Body DetectionEvent event, double confidence) {
        return event.withDetections(
                event.detections().stream().filter(d -> d.confidence() >= confidence).toList());
    }

    /** Whether a thing of that class was detected. */
    public boolean shows(@Body DetectionEvent event, String className) {
        return event.detections().stream().anyMatch(d -> d.className().equals(className));
    }

    /** Whether the body is a wire message that is not JSON yet. */
    public boolean isMessage(@Body Object body) {
        return body instanceof Message;
    }

    /** The message as it goes out now: a detection event gets its latency, and is counted. */
    public Message outgoing(@Body Message message) {
        if (message instanceof DetectionEvent event) {
            DetectionEvent published = event.publishedAt(instance.clock().instant());
            meters.published(published);
            return published;
        }
        return message;
    }
}
