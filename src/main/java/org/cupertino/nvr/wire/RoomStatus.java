package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * How a room is and how it came there. Retained by the broker; an orchestrator that starts takes it
 * up from there, so it holds all that one must know and cannot see elsewhere.
 *
 * @param instanceId of the orchestrator
 * @param sourceId number of the room's camera
 * @param event the last one, which says where the room is to go
 * @param state where it is
 * @param since when it came into that state
 * @param emergencyInstance id of the room's emergency processor now, or null before its birth
 * @param bornAs id that this processor was started under, or null if none was
 * @param holders ids of the processors that had the camera before and are to have it again
 * @param steps what was done since the event, in order
 * @param problems what is wrong now, one sentence each
 * @param emergencyFps frames a second that the emergency processor analysed lately, or null
 * @param lastDetectionAt capture time of the last frame it told of, or null
 */
public record RoomStatus(
        String instanceId,
        int roomId,
        int sourceId,
        RoomEvent event,
        RoomState state,
        Instant since,
        Instant timestamp,
        String emergencyInstance,
        String bornAs,
        List<String> holders,
        List<Step> steps,
        List<String> problems,
        Double emergencyFps,
        Instant lastDetectionAt)
        implements Message {

    /** Whether both tell the same, apart from when, and from what changes all the time. */
    public boolean saysTheSameAs(RoomStatus other) {
        return timeless().equals(other.timeless());
    }

    private RoomStatus timeless() {
        return new RoomStatus(
                instanceId,
                roomId,
                sourceId,
                event,
                state,
                since,
                null,
                emergencyInstance,
                bornAs,
                holders,
                steps,
                problems,
                null,
                null);
    }

    /**
     * One step of the way.
     *
     * @param step id of the step, as in the route
     * @param at when it came to that result
     * @param message one sentence on what it waits for or why it failed, or null
     */
    public record Step(String step, Result result, Instant at, String message) {}

    /** How far a step is. */
    public enum Result {
        WAITING,
        DONE,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
