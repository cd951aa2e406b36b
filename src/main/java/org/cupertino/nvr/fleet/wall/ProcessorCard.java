package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * A processor as the page gets it.
 *
 * @param state as in its status, or {@code gone}
 * @param frameRate frames a second that it takes of a camera for which nothing else was said
 * @param framesPerSecond that it analyses, of all cameras; null before its first metrics
 * @param latencyMs from capture to publication; null where it is not known
 * @param cpuPercent null where it is not known
 * @param memoryMb null where it is not known
 * @param since start of its process
 * @param cameras their numbers
 */
record ProcessorCard(
        String instanceId,
        String state,
        String model,
        double frameRate,
        Double framesPerSecond,
        Double latencyMs,
        Double cpuPercent,
        Double memoryMb,
        Instant since,
        List<Integer> cameras) {
    private static final String GONE = "gone";

    /**
     * @param answers whether it has shown lately that it is there
     * @param metrics its last, or null
     */
    static ProcessorCard of(Status status, boolean answers, JsonNode metrics) {
        boolean gone =
                status.status() == InstanceState.OFFLINE || !answers && !status.status().isGone();
        return new ProcessorCard(
                status.instanceId(),
                gone ? GONE : status.status().wireName(),
                status.modelId() == null
                        ? null
                        : Text.plain(status.modelId(), EventReader.LONGEST_TEXT),
                status.maxFps(),
                gone ? null : number(metrics, "inference_throughput"),
                gone ? null : number(metrics, "avg_latency_ms"),
                gone ? null : number(metrics, "cpu_percent"),
                gone ? null : number(metrics, "memory_mb"),
                EventReader.isPlausible(status.startedAt()) ? status.startedAt() : null,
                status.sources().stream().map(SourceStatus::sourceId).toList());
    }

    static boolean isGone(ProcessorCard card) {
        return card.state().equals(GONE);
    }

    private static Double number(JsonNode metrics, String field) {
        return metrics != null && metrics.path(field).isNumber()
                ? metrics.path(field).doubleValue()
                : null;
    }

    ProcessorCard withCameras(List<Integer> some) {
        return new ProcessorCard(
                instanceId,
                state,
                model,
                frameRate,
                framesPerSecond,
                latencyMs,
                cpuPercent,
                memoryMb,
                since,
                some);
    }
}
