package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Who was last seen in a zone of kind door, at night, has left the room; and is not back in time.
 * Thread-safe.
 */
final class LeftWatch {
    private static final int MOST_CAMERAS = 10_000;

    private static final class Room {
        private final Watched watched = new Watched();
        private Duration gone = Duration.ZERO;
        private Instant leftAt;
        private boolean said;
    }

    private final Duration after;
    private final Predicate<Instant> night;
    private final LongSupplier nanos;
    private final Newest<Integer, Room> rooms = new Newest<>(MOST_CAMERAS, Room::new);

    /**
     * @param night whether a time is at night
     */
    LeftWatch(Duration after, Predicate<Instant> night, LongSupplier nanos) {
        this.after = after;
        this.night = night;
        this.nanos = nanos;
    }

    /** Finding.What the next frame of a camera shows; at most one finding. */
    synchronized List<Finding> seen(Sighting frame) {
        Room room = rooms.of(frame.sourceId());
        Duration more = room.watched.add(frame, nanos.getAsLong());
        if (!frame.persons().isEmpty()) {
            boolean again = room.said;
            boolean leaves =
                    frame.persons().stream().allMatch(p -> p.zoneKinds().contains("door"))
                            && night.test(frame.at());
            room.leftAt = leaves ? frame.at() : null;
            room.gone = Duration.ZERO;
            room.said = false;
            return again ? found(Finding.What.SEEN_AGAIN, frame, frame.at()) : List.of();
        }
        room.gone = room.gone.plus(more);
        if (room.leftAt == null || room.said || room.gone.compareTo(after) < 0) {
            return List.of();
        }
        room.said = true;
        return found(Finding.What.LEFT_ROOM, frame, room.leftAt);
    }

    private static List<Finding> found(Finding.What what, Sighting frame, Instant since) {
        return List.of(new Finding(what, frame.sourceId(), since, null, frame.frameId()));
    }
}
