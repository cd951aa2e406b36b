package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What can happen in a room. */
public enum RoomEvent {
    FALL_DETECTED,
    PERSON_ON_FLOOR,
    RESIDENT_ASSISTED;

    /** The event of that name on the wire. */
    public static Optional<RoomEvent> of(String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName().equals(wireName)).findFirst();
    }

    /** Whether it begins an emergency; if not, it ends one. */
    public boolean isEmergency() {
        return this != RESIDENT_ASSISTED;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
