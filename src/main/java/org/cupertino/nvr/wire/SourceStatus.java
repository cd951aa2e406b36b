package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * One camera inside a {@link Status}.
 *
 * @param maxFps frames a second asked for
 * @param fps frames a second analysed lately
 * @param lastFrameAt capture time of the last sampled frame, or null
 * @param reason why it is in this state, one sentence, or null
 * @param uri the address, credentials masked
 * @param name for a person, or null if it has none
 */
public record SourceStatus(
        int sourceId,
        SourceState state,
        double maxFps,
        double fps,
        Instant lastFrameAt,
        String reason,
        String uri,
        String name) {

    /** A camera without a name. */
    public SourceStatus(
            int sourceId,
            SourceState state,
            double maxFps,
            double fps,
            Instant lastFrameAt,
            String reason,
            String uri) {
        this(sourceId, state, maxFps, fps, lastFrameAt, reason, uri, null);
    }
}
