package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * A processor as the page gets it.
 *
 * @param state as in its status, or {@code gone}
 * @param frameRate frames a second that it takes of a camera for which nothing else was said
 * @param framesPerSecond that it analyses, of all cameras; null before its first metrics
 * @param latencyMs from capture to publication; null where it is not known
 * @param since start of its process
 * @param cameras their numbers
 * @param leases what holds for a time only
 */
record ProcessorCard(
        String instanceId,
        String state,
        String model,
        double frameRate,
        Double framesPerSecond,
        Double latencyMs,
        Instant since,
        List<Integer> cameras,
        List<Lease> leases) {
    private static final int MOST_LEASES = 100;

    /**
     * Something that holds for a time only.
     *
     * @param sourceId the camera; null for all, and for the process
     */
    record Lease(String what, Integer sourceId, Instant until) {}

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
                EventReader.isPlausible(status.startedAt()) ? status.startedAt() : null,
                status.sources().stream().map(SourceStatus::sourceId).toList(),
                gone || status.leases() == null ? List.of() : leases(status.leases()));
    }

    private static List<Lease> leases(List<LeaseStatus> all) {
        return all.stream()
                .filter(lease -> EventReader.isPlausible(lease.until()))
                .limit(MOST_LEASES)
                .map(lease -> new Lease(lease.what().wireName(), lease.sourceId(), lease.until()))
                .toList();
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
                since,
                some,
                leases.stream()
                        .filter(each -> each.sourceId() == null || some.contains(each.sourceId()))
                        .toList());
    }
}
