package org.cupertino.nvr.fleet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.StringJoiner;
import org.cupertino.nvr.fleet.Text;

/** The rooms as {@code ctl} prints them. All text from the wire is made harmless for a terminal. */
public final class Rooms {
    private Rooms() {}

    /**
     * A line about one room, with a line break after it.
     *
     * @param status its last, or null if it never had one
     */
    public static String line(int roomId, JsonNode status) {
        String line =
                status == null
                        ? "room " + roomId + " is normal, it has had no emergency"
                        : new Lines(WatchFilter.NONE).room(status);
        return Text.plain(line) + System.lineSeparator();
    }

    /** The rooms by their numbers. */
    public static String table(Collection<JsonNode> statuses, Instant now) {
        Table rooms = new Table("ROOM", "CAMERA", "STATE", "SINCE", "PROCESSOR", "PROBLEMS");
        statuses.stream()
                .sorted(Comparator.comparingInt(status -> status.path("room_id").asInt()))
                .forEach(
                        status -> {
                            StringJoiner problems = new StringJoiner("; ");
                            status.path("problems").forEach(text -> problems.add(text.asText()));
                            Instant since = Text.instant(status, "since");
                            rooms.row(
                                    status.path("room_id").asText(null),
                                    status.path("source_id").asText(null),
                                    status.path("state").asText(null),
                                    since == null ? null : Text.age(Duration.between(since, now)),
                                    status.path("emergency_instance").asText(null),
                                    problems.toString());
                        });
        return rooms.toString();
    }
}
