package org.cupertino.nvr.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How one camera is, of whichever processors watch it. Retained, and cleared when no processor is
 * to have the camera any more.
 *
 * @param instanceId of the fleet program that publishes it
 * @param name for a person, or null if it has none
 * @param state the best among the processors that have it
 * @param since when it came into that state
 * @param watchedBy ids of the processors that are there and have it; none if it is unwatched
 * @param wantedBy ids of the processors that are to have it: those, and while none of them is live
 *     those that are gone
 * @param lastFrameAt capture time of the last frame, or null
 * @param lastSeen capture time of the last frame that showed the class, by class
 * @param reason why it is in this state, or null
 */
public record CameraStatus(
        String instanceId,
        int sourceId,
        String name,
        CameraState state,
        Instant since,
        List<String> watchedBy,
        List<String> wantedBy,
        Instant lastFrameAt,
        Map<String, Instant> lastSeen,
        String reason,
        Instant timestamp)
        implements Message {

    /** Whether both say the same, apart from what changes with every frame, and the timestamp. */
    public boolean saysTheSameAs(CameraStatus other) {
        return withFrames(null, null, null).equals(other.withFrames(null, null, null));
    }

    /** Whether both know of the same frames. */
    public boolean knowsTheSameFramesAs(CameraStatus other) {
        return withFrames(lastFrameAt, lastSeen, null)
                .equals(withFrames(other.lastFrameAt, other.lastSeen, null));
    }

    private CameraStatus withFrames(Instant last, Map<String, Instant> seen, Instant at) {
        return new CameraStatus(
                instanceId,
                sourceId,
                name,
                state,
                since,
                watchedBy,
                wantedBy,
                last,
                seen,
                reason,
                at);
    }
}
