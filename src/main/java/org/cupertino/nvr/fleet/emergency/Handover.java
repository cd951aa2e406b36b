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
            if (Roster.hasLeasedRemoval(processor, sourceId)) {
                sender.endLease(processor.instanceId(), COMMAND, camera(sourceId));
            }
        }
    }

    /**
     * Gives the camera back to its holders.
     *
     * @return why it is not back yet, for each holder; empty if one watches it or there are none
     */
    List<String> takeBack(Room room) throws FleetException, InterruptedException {
        int sourceId = room.sourceId();
        giveBack(sourceId);
        List<String> missing = new ArrayList<>();
        for (String holder : room.holders()) {
            Optional<Status> processor = roster.find(holder);
            if (processor.isEmpty()) {
                missing.add(holder + " is not there");
            } else if (!Roster.watches(processor.get(), sourceId)) {
                String id = processor.get().instanceId();
                if (Roster.source(processor.get(), sourceId).isEmpty()
                        && !Roster.hasLeasedRemoval(processor.get(), sourceId)) {
                    sender.send(id, "add_stream", camera(sourceId));
                }
                missing.add("%s does not see camera %d yet".formatted(id, sourceId));
            }
        }
        return missing.size() < room.holders().size() ? List.of() : missing;
    }

    private static Map<String, Object> camera(int sourceId) {
        return Map.of("source_id", sourceId);
    }
}
