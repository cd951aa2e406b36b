package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a zone of a camera's picture shows. */
public enum ZoneKind {
    FLOOR,
    BED,
    /** A chair, a sofa. */
    SEAT,
    DOOR,
    /** None of these; also a kind of a later version. */
    @JsonEnumDefaultValue
    OTHER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
