package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a person is. */
public enum Posture {
    /** Stands, walks or leans. */
    UPRIGHT,
    SITTING,
    /** Lies, on whatever. */
    LYING,
    /** It was looked at and could not be said; also a posture of a later version. */
    @JsonEnumDefaultValue
    UNKNOWN;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
