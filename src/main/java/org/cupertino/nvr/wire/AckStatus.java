package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far a command came. */
public enum AckStatus {
    /** Taken up; one of the others follows. */
    RECEIVED,
    /** Done. */
    COMPLETED,
    /** Bad input, nothing was tried. */
    REJECTED,
    /** Tried and failed; everything is as before. */
    ERROR;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
