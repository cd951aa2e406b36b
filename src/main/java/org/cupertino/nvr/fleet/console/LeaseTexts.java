package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cupertino.nvr.fleet.Text;

/**
 * What holds for a time only, in a few characters to be put behind what it is about, as of when the
 * status was told.
 *
 * @param status of an instance
 * @param told its time, or null if that cannot be read
 */
record LeaseTexts(JsonNode status, Instant told) {

    /** Such as {@code (25s, then 0.1)} behind a rate; nothing behind one that holds for good. */
    String rate(String maxFps, String sourceId) {
        for (JsonNode lease : status.path("leases")) {
            if (isA(lease, "max_fps")
                    && Objects.equals(lease.path("source_id").asText(null), sourceId)) {
                return maxFps
                        + " ("
                        + time(lease)
                        + ", then "
                        + lease.path("max_fps").asText()
                        + ")";
            }
        }
        return maxFps;
    }

    /** Such as {@code (25s)} behind the state of a processor that has only so long to live. */
    String ofProcess() {
        for (JsonNode lease : status.path("leases")) {
            if (isA(lease, "process")) {
                return " (" + time(lease) + ")";
            }
        }
        return "";
    }

    /** The same for each camera that comes back, by its number. */
    Map<String, String> away() {
        Map<String, String> away = new LinkedHashMap<>();
        for (JsonNode lease : status.path("leases")) {
            if (isA(lease, "removed")) {
                away.put(lease.path("source_id").asText(), " (" + time(lease) + ")");
            }
        }
        return away;
    }

    private static boolean isA(JsonNode lease, String what) {
        return lease.path("what").asText().equals(what);
    }

    private String time(JsonNode lease) {
        Instant until = Tables.instant(lease, "until");
        return until == null || told == null ? "?" : Text.age(Duration.between(told, until));
    }
}
