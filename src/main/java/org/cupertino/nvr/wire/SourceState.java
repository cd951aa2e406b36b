package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Set;

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
    PAUSED,
    /** A state of a later version; never published. */
    @JsonEnumDefaultValue
    UNKNOWN;

    /** All that are published. */
    public static Set<SourceState> published() {
        return EnumSet.complementOf(EnumSet.of(UNKNOWN));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
