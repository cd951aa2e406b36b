package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What can happen in a room. */
public enum RoomEvent {
    FALL_DETECTED,
    RESIDENT_ASSISTED;

    /** The event of that name on the wire. */
    public static Optional<RoomEvent> of(String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName().equals(wireName)).findFirst();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
