package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cupertino.nvr.fleet.Text;

/**
 * The leases of an instance, each in a few characters to be put behind what it is about.
 *
 * @param status of an instance
 * @param reported its timestamp, or null if that cannot be read
 */
record LeaseTexts(JsonNode status, Instant reported) {

    /** Such as {@code (25s, then 0.1)} behind a leased rate. */
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

    /** Such as {@code (25s)} behind the state of a processor with a lease. */
    String ofProcess() {
        for (JsonNode lease : status.path("leases")) {
            if (isA(lease, "process")) {
                return " (" + time(lease) + ")";
            }
        }
        return "";
    }

    /** Such as {@code (25s)} for each leased removal, by the number of the camera. */
    Map<String, String> removed() {
        Map<String, String> removed = new LinkedHashMap<>();
        for (JsonNode lease : status.path("leases")) {
            if (isA(lease, "removed")) {
                removed.put(lease.path("source_id").asText(), " (" + time(lease) + ")");
            }
        }
        return removed;
    }

    private static boolean isA(JsonNode lease, String what) {
        return lease.path("what").asText().equals(what);
    }

    private String time(JsonNode lease) {
        Instant until = Text.instant(lease, "until");
        return until == null || reported == null
                ? "?"
                : Text.age(Duration.between(reported, until));
    }
}
