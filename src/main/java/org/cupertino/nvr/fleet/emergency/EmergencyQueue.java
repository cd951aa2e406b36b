package org.cupertino.nvr.fleet.emergency;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * The rooms that are not back to normal, and which of them may have an emergency processor.
 * Thread-safe.
 */
final class EmergencyQueue {
    private final Map<Integer, Room> rooms = new TreeMap<>();
    private final Set<Integer> admitted = new HashSet<>();
    private final Map<Integer, Long> turns = new HashMap<>();
    private long lastTurn;
    private final int mostAtOnce;
    private final RoomTime clock;
    private final IntPredicate hasCamera;

    /**
     * @param mostAtOnce emergency processors
     * @param hasCamera whether there is a camera of that number; a room without one gets no place
     */
    EmergencyQueue(int mostAtOnce, RoomTime clock, IntPredicate hasCamera) {
        this.mostAtOnce = mostAtOnce;
        this.clock = clock;
        this.hasCamera = hasCamera;
    }

    /**
     * Records an event.
     *
     * @return the room, or empty if the event changes nothing
     */
    synchronized Optional<Room> happened(int roomId, int sourceId, RoomEvent event) {
        boolean known = rooms.containsKey(roomId);
        if (!known && !event.isEmergency()) {
            return Optional.empty();
        }
        Room room = rooms.computeIfAbsent(roomId, id -> new Room(id, sourceId, clock));
        if (!room.happened(event, sourceId)) {
            return Optional.empty();
        }
        turns.put(roomId, ++lastTurn);
        // The first status that carries the event already says that the room is not normal.
        room.enter(
                !room.isEmergency()
                        ? RoomState.LEAVING
                        : admit(room) ? RoomState.ENTERING : RoomState.QUEUED);
        return Optional.of(room);
    }

    /** The room of that number, unless it is normal. */
    synchronized Optional<Room> find(int roomId) {
        return Optional.ofNullable(rooms.get(roomId));
    }

    /** Takes a room over from another orchestrator; empty if it is normal or here already. */
    synchronized Optional<Room> takeOver(RoomStatus last) {
        if (last.event() == null
                || last.state() == null
                || last.state() == RoomState.NORMAL
                || rooms.containsKey(last.roomId())) {
            return Optional.empty();
        }
        Room room = Room.of(last, clock);
        rooms.put(last.roomId(), room);
        turns.put(last.roomId(), ++lastTurn);
        if (last.state() != RoomState.QUEUED) {
            admitted.add(last.roomId());
        }
        return Optional.of(room);
    }

    /**
     * Admits the room to one of the emergency processors if one is left for it, the room that has
     * waited longest first.
     *
     * @return whether it is admitted, now or before
     */
    synchronized boolean admit(Room room) {
        if (admitted.contains(room.roomId())) {
            return true;
        }
        // One that gave its place away keeps the processor that it has.
        boolean has = room.isEmergency() && room.processor().bornAs() != null;
        if (has || isNext(room)) {
            admitted.add(room.roomId());
            room.processor().placed();
            return true;
        }
        return false;
    }

    private boolean isNext(Room room) {
        int free = mostAtOnce - admitted.size();
        return free > 0
                && waiting()
                        .sorted(Comparator.comparing(other -> turns.get(other.roomId())))
                        .limit(free)
                        .anyMatch(other -> other == room);
    }

    private Stream<Room> waiting() {
        return rooms.values().stream()
                .filter(Room::isEmergency)
                .filter(other -> !admitted.contains(other.roomId()))
                .filter(other -> hasCamera.test(other.sourceId()));
    }

    /** Whether a room with an emergency waits for a place. */
    synchronized boolean isAnyWaiting() {
        return waiting().findAny().isPresent();
    }

    /** Gives the place of a room away; if it needs one again it is the last in the queue. */
    synchronized void giveUp(Room room) {
        admitted.remove(room.roomId());
        turns.put(room.roomId(), ++lastTurn);
    }

    /** Numbers of the rooms that have an emergency processor, or are about to. */
    synchronized Set<Integer> admitted() {
        return Set.copyOf(admitted);
    }

    /** Cameras of all rooms with an emergency. */
    synchronized Set<Integer> sourcesInEmergency() {
        return rooms.values().stream()
                .filter(Room::isEmergency)
                .map(Room::sourceId)
                .collect(Collectors.toSet());
    }

    /** Whether any room has an emergency. */
    synchronized boolean isAny() {
        return rooms.values().stream().anyMatch(Room::isEmergency);
    }

    /** All rooms that are not back to normal. */
    synchronized List<Room> rooms() {
        return List.copyOf(rooms.values());
    }

    /**
     * Removes a room that is back to normal.
     *
     * @return false if an event has come meanwhile
     */
    synchronized boolean finished(Room room) {
        if (room.isEmergency() || room.state() != RoomState.NORMAL) {
            return false;
        }
        rooms.remove(room.roomId());
        admitted.remove(room.roomId());
        turns.remove(room.roomId());
        return true;
    }
}
