package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a room is, as the orchestrator sees it. */
public enum RoomState {
    /** Watched by its regular processor. */
    NORMAL,
    /** Has an emergency, and waits: all emergency processors are in use for other rooms. */
    QUEUED,
    /** An emergency processor is being put in charge. */
    ENTERING,
    /** An emergency processor alone watches it. */
    EMERGENCY,
    /** On its way back to normal. */
    LEAVING;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
