package org.cupertino.nvr.wire;

import java.time.Instant;
import java.util.List;

/**
 * What one analysed frame showed.
 *
 * @param timestamp when the frame was captured
 * @param inferenceTimeMs the network's part, post-processing included
 * @param detections possibly none, the most confident first
 * @param fps frames a second this camera was analysed with lately, or null until that is known
 * @param latencyMs publish minus capture
 * @param frameWidth pixels
 * @param frameHeight pixels
 * @param zoneKinds each kind of zone that the camera has, once; null where it has no zones
 */
public record DetectionEvent(
        String instanceId,
        int sourceId,
        long frameId,
        Instant timestamp,
        String modelId,
        double inferenceTimeMs,
        List<Detection> detections,
        Double fps,
        Double latencyMs,
        int frameWidth,
        int frameHeight,
        List<ZoneKind> zoneKinds)
        implements Message {

    /** What a camera without zones showed. */
    public DetectionEvent(
            String instanceId,
            int sourceId,
            long frameId,
            Instant timestamp,
            String modelId,
            double inferenceTimeMs,
            List<Detection> detections,
            Double fps,
            Double latencyMs,
            int frameWidth,
            int frameHeight) {
        this(
                instanceId,
                sourceId,
                frameId,
                timestamp,
                modelId,
                inferenceTimeMs,
                detections,
                fps,
                latencyMs,
                frameWidth,
                frameHeight,
                null);
    }

    /** The same event, published at the given instant. */
    public DetectionEvent publishedAt(Instant now) {
        // The clock may have been set back in between.
        double latency = Math.max(0, java.time.Duration.between(timestamp, now).toNanos() / 1e6);
        return new DetectionEvent(
                instanceId,
                sourceId,
                frameId,
                timestamp,
                modelId,
                inferenceTimeMs,
                detections,
                fps,
                Math.round(latency * 10) / 10.0,
                frameWidth,
                frameHeight,
                zoneKinds);
    }

    /** The same event, with other detections. */
    public DetectionEvent withDetections(List<Detection> others) {
        return new DetectionEvent(
                instanceId,
                sourceId,
                frameId,
                timestamp,
                modelId,
                inferenceTimeMs,
                others,
                fps,
                latencyMs,
                frameWidth,
                frameHeight,
                zoneKinds);
    }

    /** The same event, of a camera with such zones. */
    public DetectionEvent withZoneKinds(List<ZoneKind> kinds) {
        return new DetectionEvent(
                instanceId,
                sourceId,
                frameId,
                timestamp,
                modelId,
                inferenceTimeMs,
                detections,
                fps,
                latencyMs,
                frameWidth,
                frameHeight,
                kinds);
    }
}
