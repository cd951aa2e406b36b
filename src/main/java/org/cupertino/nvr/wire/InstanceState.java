package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonValue;

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
    OFFLINE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
