package org.cupertino.nvr.fleet.rule;

import java.time.Instant;
import java.util.Locale;

/**
 * What a rule found. Public for the routes.
 *
 * @param sourceId number of the camera, which is that of the room
 * @param since when it began
 * @param confidence of the posture, 0 to 1; null where it is about none
 * @param frameId of the frame that decided
 */
public record Finding(What what, int sourceId, Instant since, Double confidence, long frameId) {
    /** The kinds of findings. */
    public enum What {
        /** Somebody may lie on the floor: a closer look is due. */
        SUSPICION,
        PERSON_ON_FLOOR,
        PERSON_UPRIGHT,
        QUIET,
        LEFT_ROOM,
        SEEN_AGAIN
    }

    /** As routes and messages spell it. */
    public String name() {
        return what.name().toLowerCase(Locale.ROOT);
    }
}
