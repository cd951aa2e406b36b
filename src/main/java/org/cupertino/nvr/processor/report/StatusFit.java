package org.cupertino.nvr.processor.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Cuts a status to the size that the broker takes: the texts of its cameras first, then cameras,
 * and its reason says how many.
 */
public final class StatusFit {
    private static final ObjectMapper JSON = Json.mapper();
    private static final int SHORT = 200;

    private StatusFit() {}

    /**
     * @param most bytes of JSON
     * @return the same status if it fits; where nothing fits, the smallest there is
     */
    public static Status cut(Status status, long most) {
        if (most == Long.MAX_VALUE || fits(status, most)) {
            return status;
        }
        for (boolean texts : new boolean[] {true, false}) {
            Status brief =
                    with(status, brief(status, texts), status.leases(), cut(status.reason()));
            if (fits(brief, most)) {
                return brief;
            }
        }
        List<SourceStatus> brief = brief(status, false);
        int some = 0;
        for (int step = Integer.highestOneBit(Math.max(1, brief.size())); step > 0; step /= 2) {
            if (some + step < brief.size()
                    && fits(without(status, brief, some + step, most), most)) {
                some += step;
            }
        }
        return without(status, brief, some, most);
    }

    private static Status without(Status status, List<SourceStatus> all, int some, long most) {
        String left =
                "%d of %d cameras are left out here, for the broker takes %d bytes"
                        .formatted(all.size() - some, all.size(), most);
        String reason = status.reason() == null ? left : left + "; " + cut(status.reason());
        return with(status, all.subList(0, some), null, reason);
    }

    private static List<SourceStatus> brief(Status status, boolean texts) {
        return status.sources().stream()
                .map(
                        s ->
                                new SourceStatus(
                                        s.sourceId(),
                                        s.state(),
                                        s.maxFps(),
                                        s.fps(),
                                        s.lastFrameAt(),
                                        texts ? cut(s.reason()) : null,
                                        texts ? cut(s.uri()) : "",
                                        texts ? s.name() : null))
                .toList();
    }

    private static Status with(
            Status status, List<SourceStatus> sources, List<LeaseStatus> leases, String reason) {
        return new Status(
                status.instanceId(),
                status.status(),
                status.timestamp(),
                status.startedAt(),
                status.uptimeS(),
                status.version(),
                status.host(),
                status.modelId(),
                status.maxFps(),
                sources,
                leases,
                status.renamedFrom(),
                status.pong(),
                reason,
                status.metricsIntervalS(),
                status.precision());
    }

    /** The beginning of a text; null if there is none. */
    private static String cut(String text) {
        if (text == null || text.codePointCount(0, text.length()) <= SHORT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHORT)) + "…";
    }

    private static boolean fits(Status status, long most) {
        try {
            return JSON.writeValueAsBytes(status).length <= most;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status cannot be written as JSON", e);
        }
    }
}
