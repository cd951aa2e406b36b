package org.cupertino.nvr.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The state of a processor and its cameras, retained by the broker.
 *
 * @param startedAt start of the process; with the host it distinguishes two processes of one id
 * @param uptimeS seconds since then
 * @param modelId the model in use, or null before the first is loaded
 * @param maxFps frames a second a camera is asked for when nothing else was said for it
 * @param leases what holds for a time only, or null if there is nothing
 * @param renamedFrom the id before the last rename, or null if there was none
 * @param pong true in the answer to a ping, else null
 * @param reason why it is in this state, one sentence, or null
 * @param metricsIntervalS seconds between two Metrics, or null if it does not say
 * @param precision arithmetic of the model in use, {@code fp32} or {@code bf16}; null before the
 *     first is loaded
 */
public record Status(
        String instanceId,
        InstanceState status,
        Instant timestamp,
        Instant startedAt,
        double uptimeS,
        String version,
        String host,
        String modelId,
        double maxFps,
        List<SourceStatus> sources,
        List<LeaseStatus> leases,
        String renamedFrom,
        Boolean pong,
        String reason,
        Double metricsIntervalS,
        String precision)
        implements Message {

    /** How long the broker keeps a status {@code stopped} or {@code offline}. */
    public static final Duration GONE_KEPT = Duration.ofHours(24);

    /** How long the broker keeps any other; the processor publishes one at least each day. */
    public static final Duration KEPT = Duration.ofDays(3);

    /** Seconds that the broker is to keep it; so who never comes back is forgotten. */
    public long keptForS() {
        return (status.isGone() ? GONE_KEPT : KEPT).toSeconds();
    }

    /** The same under another id. */
    public Status withInstanceId(String id) {
        return new Status(
                id,
                status,
                timestamp,
                startedAt,
                uptimeS,
                version,
                host,
                modelId,
                maxFps,
                sources,
                leases,
                renamedFrom,
                pong,
                reason,
                metricsIntervalS,
                precision);
    }
}
