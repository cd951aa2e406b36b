package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.Status;

/** Takes the camera of a room away from the regular processors, and gives it back. */
final class Handover {
    private static final String COMMAND = "remove_stream";

    private final Roster roster;
    private final CommandSender sender;
    private final Duration lease;

    /**
     * @param lease time after which a removed camera is back unless it is removed again
     */
    Handover(Roster roster, CommandSender sender, Duration lease) {
        this.roster = roster;
        this.sender = sender;
        this.lease = lease;
    }

    /** Ids of the regular processors that have the camera, or a leased removal of it. */
    List<String> holders(int sourceId) {
        return roster.regularProcessors().stream()
                .filter(
                        processor ->
                                Roster.hasLeasedRemoval(processor, sourceId)
                                        || Roster.source(processor, sourceId).isPresent())
                .map(Status::instanceId)
                .toList();
    }

    /** Removes the camera from all regular processors, for the time of a lease. */
    void release(int sourceId) throws FleetException, InterruptedException {
        for (Status processor : roster.regularProcessors()) {
            boolean has = Roster.source(processor, sourceId).isPresent();
            if (has || Roster.hasLeasedRemoval(processor, sourceId)) {
                sender.lease(processor.instanceId(), COMMAND, camera(sourceId), lease, has);
            }
        }
    }

    /** Ends all leased removals of the camera; it is live some time later. */
    void giveBack(int sourceId) throws FleetException, InterruptedException {
        for (Status processor : roster.regularProcessors()) {
            endRemoval(processor, sourceId);
        }
    }

    private void endRemoval(Status processor, int sourceId)
            throws FleetException, InterruptedException {
        if (Roster.hasLeasedRemoval(processor, sourceId)) {
            sender.endLease(processor.instanceId(), COMMAND, camera(sourceId));
        }
    }

    /**
     * Gives the camera back to its holders. A status from before is no proof that a holder sees it:
     * its host may have died together with the broker.
     *
     * @return why it is not back yet, for each holder; empty if one watches it or there are none
     */
    List<String> takeBack(Room room) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        boolean back = room.holders().isEmpty();
        for (String holder : room.holders()) {
            try {
                Optional<String> why = missing(room, holder);
                back |= why.isEmpty();
                why.ifPresent(missing::add);
            } catch (FleetException e) {
                missing.add(e.getMessage());
            }
        }
        for (Status processor : roster.regularProcessors()) {
            try {
                endRemoval(processor, room.sourceId());
            } catch (FleetException e) {
                missing.add(e.getMessage());
            }
        }
        return back ? List.of() : missing;
    }

    private Optional<String> missing(Room room, String holder)
            throws FleetException, InterruptedException {
        int sourceId = room.sourceId();
        Optional<Status> found = roster.find(holder);
        if (found.isEmpty()) {
            return Optional.of(holder + " is not there");
        }
        Status processor = found.get();
        String id = processor.instanceId();
        boolean news = room.isNews(holder, processor.timestamp());
        if (!Roster.watches(processor, sourceId)) {
            if (Roster.source(processor, sourceId).isEmpty()
                    && !Roster.hasLeasedRemoval(processor, sourceId)) {
                sender.send(id, "add_stream", camera(sourceId));
            }
            return Optional.of("%s does not see camera %d yet".formatted(id, sourceId));
        }
        if (!news) {
            sender.send(id, "status", Map.of());
            return Optional.of("%s has not said yet that it sees %d".formatted(id, sourceId));
        }
        return Optional.empty();
    }

    /** Whether none of the processors that had the camera is there. */
    boolean isNobodyThere(Room room) {
        return room.holders().stream().noneMatch(holder -> roster.find(holder).isPresent());
    }

    private static Map<String, Object> camera(int sourceId) {
        return Map.of("source_id", sourceId);
    }
}
