package org.cupertino.nvr.wire;

import java.time.Instant;
import java.util.List;

/**
 * How fast a processor works.
 *
 * @param inferenceThroughput frames a second analysed over the last window, all cameras
 * @param avgLatencyMs mean publish minus capture over the last window, or null without frames
 * @param inferenceTimeMs network time a frame over the last window
 * @param messagesDropped messages that did not go out because the broker was away
 */
public record Metrics(
        String instanceId,
        Instant timestamp,
        double uptimeS,
        String modelId,
        double inferenceThroughput,
        Double avgLatencyMs,
        Percentiles inferenceTimeMs,
        long messagesDropped,
        List<SourceMetrics> sources)
        implements Message {

    /** Milliseconds under which 50, 95 and 99 of 100 frames stayed; null without frames. */
    public record Percentiles(Double p50, Double p95, Double p99) {}
}
