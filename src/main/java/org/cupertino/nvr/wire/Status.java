package org.cupertino.nvr.wire;

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
        String reason)
        implements Message {

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
                reason);
    }
}
