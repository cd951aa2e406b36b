package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a camera is doing. */
public enum SourceState {
    /** Being opened for the first time or again; frames are not there yet. */
    CONNECTING,
    /** Frames arrive. */
    LIVE,
    /** Connected, but nothing usable has arrived for too long; about to be reconnected. */
    STALLED,
    /** Could not be opened, or broke; waits for the next try. */
    FAILED,
    /** An operator stopped sampling; the stream may still be open. */
    PAUSED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
