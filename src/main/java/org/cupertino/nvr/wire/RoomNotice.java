package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What a rule found in a room. Retained: the last one of a room.
 *
 * @param instanceId of the orchestrator
 * @param sourceId number of the room's camera
 * @param since when it began, by the clock of the processor that saw it
 * @param confidence that somebody lies, 0 to 1; null in other notices
 * @param frameId of the frame that decided
 */
public record RoomNotice(
        String instanceId,
        int roomId,
        int sourceId,
        What notice,
        Instant since,
        Double confidence,
        Long frameId,
        Instant timestamp)
        implements Message {

    /** The kinds of notices. */
    public enum What {
        /** Somebody lies on the floor; it also begins an emergency. */
        PERSON_ON_FLOOR,
        /** After that somebody is upright. It ends no emergency. */
        PERSON_UPRIGHT,
        /** Nobody was seen for long. */
        QUIET,
        /** Somebody left at night and is not back. */
        LEFT_ROOM,
        /** Somebody is seen after either of those. */
        SEEN_AGAIN;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
