package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * The rooms that another orchestrator left. The broker does not say which retained status is the
 * last, so one that comes late, as on a busy machine, is taken over late: an emergency that is
 * overlooked is one that nobody watches. Thread-safe.
 */
final class RetainedRooms {
    /** After that a status is somebody else's doing. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private final RoomTime clock;
    private final Map<Integer, RoomStatus> found = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();
    private Consumer<RoomStatus> successor;
    private long takenOverAt;

    RetainedRooms(RoomTime clock) {
        this.clock = clock;
    }

    /** A status came that this orchestrator may have published itself. */
    void found(RoomStatus last) {
        Consumer<RoomStatus> late;
        synchronized (this) {
            if (successor == null) {
                found.put(last.roomId(), last);
                return;
            }
            boolean isLate = clock.since(takenOverAt).compareTo(LATE) < 0 && own.add(last.roomId());
            late = isLate ? successor : status -> {};
        }
        late.accept(last);
    }

    /** From now on the status of that room is this orchestrator's. */
    synchronized void own(int roomId) {
        own.add(roomId);
    }

    synchronized boolean areTakenOver() {
        return successor != null;
    }

    /** Hands them over, in the order of their emergencies, and the late ones as they come. */
    void takeOver(Consumer<RoomStatus> by) {
        List<RoomStatus> all;
        synchronized (this) {
            successor = by;
            takenOverAt = clock.nanos();
            own.addAll(found.keySet());
            all =
                    found.values().stream()
                            .sorted(Comparator.comparing(RetainedRooms::since))
                            .toList();
        }
        all.forEach(by);
    }

    private static Instant since(RoomStatus last) {
        return Objects.requireNonNullElse(last.since(), Instant.MAX);
    }
}
