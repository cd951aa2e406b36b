package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an emergency turned out to be, as whoever helped says. */
public enum Outcome {
    REAL,
    FALSE_ALARM,
    TEST;

    /** The outcome of that name on the wire. */
    public static Optional<Outcome> of(String wireName) {
        return Arrays.stream(values()).filter(o -> o.wireName().equals(wireName)).findFirst();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
