package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * Something inside a {@link Status} that holds for a time only, unless it is renewed.
 *
 * @param sourceId the camera, or null for all and those to come, and for the process
 * @param until when it ends
 * @param maxFps frames a second asked for after that, or null for pictures and the process
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LeaseStatus(What what, Integer sourceId, Instant until, Double maxFps) {
    /** What holds for a time. */
    public enum What {
        /** The frames a second; afterwards they are as before. */
        MAX_FPS,
        /** The absence of a camera; afterwards it is watched again. */
        REMOVED,
        /** Pictures of each analysed frame; afterwards there are none. */
        SNAPSHOT,
        /** The processor itself; afterwards it stops. */
        PROCESS,
        /** Something that a later version leases; never published. */
        @JsonEnumDefaultValue
        UNKNOWN;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
