package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How well a camera is watched by all processors together, the best first. */
public enum CameraState {
    /** A processor gets frames. */
    LIVE,
    /** A processor opens it. */
    CONNECTING,
    /** A processor is connected to it and gets nothing usable. */
    STALLED,
    /** A processor cannot open it. */
    FAILED,
    /** All processors that have it were paused. */
    PAUSED,
    /** No processor that is there has it, though one should. */
    UNWATCHED,
    /** A state of a later version; never published. */
    @JsonEnumDefaultValue
    UNKNOWN;

    /** All that are published. */
    public static Set<CameraState> published() {
        return EnumSet.complementOf(EnumSet.of(UNKNOWN));
    }

    /** What the state at one processor is here; one that this version does not know is opened. */
    public static CameraState of(SourceState state) {
        return state == SourceState.UNKNOWN ? CONNECTING : valueOf(state.name());
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
