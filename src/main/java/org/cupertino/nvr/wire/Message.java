package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Anything this program publishes. */
public interface Message {
    /** Version of the wire contract that the message follows. */
    @JsonProperty("schema_version")
    default int schemaVersion() {
        return 1;
    }

    /** Who publishes it; names the topic of statuses, acks and metrics. */
    String instanceId();
}
