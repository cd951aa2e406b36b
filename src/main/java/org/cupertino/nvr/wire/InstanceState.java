package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Set;

/** What a processor is doing. {@link #OFFLINE} is published by the broker, as the Last Will. */
public enum InstanceState {
    STARTING,
    RUNNING,
    PAUSED,
    RECONFIGURING,
    RESTARTING,
    STOPPING,
    STOPPED,
    ERROR,
    OFFLINE,
    /** A state of a later version; never published. */
    @JsonEnumDefaultValue
    UNKNOWN;

    /** All that are published. */
    public static Set<InstanceState> published() {
        return EnumSet.complementOf(EnumSet.of(UNKNOWN));
    }

    /** Whether a processor in this state has ended; {@link #STOPPING} is not there yet. */
    public boolean isGone() {
        return this == STOPPED || this == OFFLINE;
    }

    /** The state of that name on the wire; that of no state is {@link #UNKNOWN}. */
    public static InstanceState of(String wireName) {
        return published().stream()
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElse(UNKNOWN);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
