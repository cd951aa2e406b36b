package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.StringJoiner;
import org.cupertino.nvr.fleet.Text;

/** The cameras as {@code ctl} prints them. All text from the wire is made harmless. */
public final class CameraTable {
    private CameraTable() {}

    /**
     * How each camera is, in the order given.
     *
     * @param cameras messages of their topics
     */
    public static String of(Collection<JsonNode> cameras, Instant now) {
        Table table =
                new Table("CAMERA", "NAME", "STATE", "SINCE", "WATCHED BY", "LAST FRAME", "REASON");
        for (JsonNode camera : cameras) {
            StringJoiner watchers = new StringJoiner(", ");
            camera.path("watched_by").forEach(instance -> watchers.add(instance.asText()));
            String lastFrame = age(camera, "last_frame_at", now);
            table.row(
                    camera.path("source_id").asText(null),
                    camera.path("name").asText(null),
                    camera.path("state").asText(null),
                    age(camera, "since", now),
                    watchers.toString(),
                    lastFrame == null ? null : lastFrame + " ago",
                    camera.path("reason").asText(null));
        }
        return table.toString();
    }

    private static String age(JsonNode camera, String field, Instant now) {
        Instant then = Text.instant(camera, field);
        return then == null ? null : Text.age(Duration.between(then, now));
    }
}
