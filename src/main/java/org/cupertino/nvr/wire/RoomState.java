package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a room is, as the orchestrator sees it. */
public enum RoomState {
    /** Watched by the processor whose room it is. */
    NORMAL,
    /** There is an emergency, and as many emergency processors as may be are busy elsewhere. */
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
