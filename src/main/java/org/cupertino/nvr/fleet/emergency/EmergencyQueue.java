package org.cupertino.nvr.fleet.emergency;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * The rooms about which there is something to do, and which of them may have an emergency
 * processor. Thread-safe.
 */
final class EmergencyQueue {
    private final Map<Integer, Room> rooms = new TreeMap<>();
    private final Set<Integer> admitted = new HashSet<>();
    private final int mostAtOnce;
    private final Clock clock;

    /**
     * @param mostAtOnce emergency processors
     */
    EmergencyQueue(int mostAtOnce, Clock clock) {
        this.mostAtOnce = mostAtOnce;
        this.clock = clock;
    }

    /**
     * Something happened in a room.
     *
     * @return the room if there is something to do about it that was not known
     */
    synchronized Optional<Room> happened(int roomId, int sourceId, RoomEvent event) {
        boolean known = rooms.containsKey(roomId);
        if (!known && event == RoomEvent.RESIDENT_ASSISTED) {
            return Optional.empty();
        }
        Room room = rooms.computeIfAbsent(roomId, id -> new Room(id, sourceId, clock));
        return room.happened(event, sourceId) ? Optional.of(room) : Optional.empty();
    }

    /** Takes a room over from another orchestrator; empty if nothing is to be done about it. */
    synchronized Optional<Room> takeOver(RoomStatus last) {
        if (last.state() == RoomState.NORMAL || rooms.containsKey(last.roomId())) {
            return Optional.empty();
        }
        Room room = Room.of(last, clock);
        rooms.put(last.roomId(), room);
        if (last.state() != RoomState.QUEUED) {
            admitted.add(last.roomId());
        }
        return Optional.of(room);
    }

    /**
     * Gives the room one of the emergency processors there may be, if one is left for it: who came
     * first is served first.
     */
    synchronized boolean admit(Room room) {
        List<Room> waiting =
                rooms.values().stream()
                        .filter(Room::isEmergency)
                        .filter(other -> !admitted.contains(other.roomId()))
                        .sorted(Comparator.comparing(Room::since))
                        .toList();
        int place = waiting.indexOf(room);
        if (place >= 0 && place < mostAtOnce - admitted.size()) {
            admitted.add(room.roomId());
        }
        return admitted.contains(room.roomId());
    }

    /** Rooms that have an emergency processor, or are about to. */
    synchronized Set<Integer> admitted() {
        return Set.copyOf(admitted);
    }

    /** Cameras of all rooms in which somebody needs help. */
    synchronized Set<Integer> sourcesInEmergency() {
        return rooms.values().stream()
                .filter(Room::isEmergency)
                .map(Room::sourceId)
                .collect(Collectors.toSet());
    }

    /** Whether a room is in or before an emergency. */
    synchronized boolean isAny() {
        return rooms.values().stream().anyMatch(Room::isEmergency);
    }

    /** Rooms about which there is something to do. */
    synchronized List<Room> rooms() {
        return List.copyOf(rooms.values());
    }

    /**
     * Lets go of a room that is back to normal.
     *
     * @return false if there is something to do again
     */
    synchronized boolean finished(Room room) {
        if (room.isEmergency() || room.state() != RoomState.NORMAL) {
            return false;
        }
        rooms.remove(room.roomId());
        admitted.remove(room.roomId());
        return true;
    }
}
