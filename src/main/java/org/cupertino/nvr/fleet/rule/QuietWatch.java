package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** Nobody was seen in front of a camera for long. Thread-safe. */
final class QuietWatch {
    private static final int MOST_CAMERAS = 10_000;

    private static final class Room {
        private final Watched watched = new Watched();
        private Duration quiet = Duration.ZERO;
        private Instant since;
        private boolean said;
    }

    private final Duration after;
    private final LongSupplier nanos;
    private final Newest<Integer, Room> rooms = new Newest<>(MOST_CAMERAS, Room::new);

    QuietWatch(Duration after, LongSupplier nanos) {
        this.after = after;
        this.nanos = nanos;
    }

    /** Finding.What the next frame of a camera shows; at most one finding. */
    synchronized List<Finding> seen(Sighting frame) {
        Room room = rooms.of(frame.sourceId());
        Duration more = room.watched.add(frame, nanos.getAsLong());
        if (room.since == null || !frame.persons().isEmpty()) {
            boolean again = room.said;
            room.quiet = Duration.ZERO;
            room.since = frame.at();
            room.said = false;
            return again ? found(Finding.What.SEEN_AGAIN, frame, room) : List.of();
        }
        room.quiet = room.quiet.plus(more);
        if (room.said || room.quiet.compareTo(after) < 0) {
            return List.of();
        }
        room.said = true;
        return found(Finding.What.QUIET, frame, room);
    }

    private static List<Finding> found(Finding.What what, Sighting frame, Room room) {
        return List.of(new Finding(what, frame.sourceId(), room.since, null, frame.frameId()));
    }
}
