package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * The state of a room and the steps that led to it. Retained by the broker for the next
 * orchestrator, so it holds everything that one needs and cannot learn from other messages.
 *
 * @param instanceId of the orchestrator
 * @param sourceId number of the room's camera
 * @param event the last one
 * @param state as it is now
 * @param since when it came into that state
 * @param emergencyInstance id of the room's emergency processor now, or null before its first
 *     status
 * @param bornAs id that this processor was started under, or null if none was
 * @param holders ids of the processors that had the camera before and are to have it again
 * @param steps what was done since the event, in order
 * @param problems one sentence for each that lasts
 * @param emergencyFps frames a second that the emergency processor analysed lately, or null
 * @param lastDetectionAt capture time of the last frame it published, or null
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

    /** Whether both say the same, apart from timestamps and from what changes with every frame. */
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
     * One step of the route.
     *
     * @param step id of the step, as in the route
     * @param at when it came to that result
     * @param message one sentence on what it waits for or why it failed, or null
     */
    public record Step(String step, Result result, Instant at, String message) {}

    /** Result of a step. */
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
