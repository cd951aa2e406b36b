package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.Status;

/** Which of the resident processors have the camera of a room. */
final class Handover {
    private static final String COMMAND = "remove_stream";

    private final Roster roster;
    private final CommandSender orders;
    private final Duration lease;

    /**
     * @param lease after which a camera that was given away is back unless told again
     */
    Handover(Roster roster, CommandSender orders, Duration lease) {
        this.roster = roster;
        this.orders = orders;
        this.lease = lease;
    }

    /** Ids of the residents that have the camera, or have given it away for a while. */
    List<String> holders(int sourceId) {
        return roster.residents().stream()
                .filter(
                        resident ->
                                Roster.lent(resident, sourceId)
                                        || Roster.source(resident, sourceId).isPresent())
                .map(Status::instanceId)
                .toList();
    }

    /** No resident has the camera, for the time of a lease. */
    void release(int sourceId) throws StepException, InterruptedException {
        for (Status resident : roster.residents()) {
            boolean has = Roster.source(resident, sourceId).isPresent();
            if (has || Roster.lent(resident, sourceId)) {
                orders.lease(resident.instanceId(), COMMAND, camera(sourceId), lease, has);
            }
        }
    }

    /** Who gave the camera away has it back, as far as told; it comes up after that. */
    void giveBack(int sourceId) throws StepException, InterruptedException {
        for (Status resident : roster.residents()) {
            if (Roster.lent(resident, sourceId)) {
                orders.end(resident.instanceId(), COMMAND, camera(sourceId));
            }
        }
    }

    /**
     * Has the camera back with those it was taken from, or one of them.
     *
     * @return why that is not so yet, for each; empty if it is, or if nobody had it
     */
    List<String> takeBack(Room room) throws StepException, InterruptedException {
        int sourceId = room.sourceId();
        giveBack(sourceId);
        List<String> missing = new ArrayList<>();
        for (String holder : room.holders()) {
            Optional<Status> resident = roster.find(holder);
            if (resident.isEmpty()) {
                missing.add(holder + " is not there");
            } else if (!Roster.watches(resident.get(), sourceId)) {
                if (Roster.source(resident.get(), sourceId).isEmpty()
                        && !Roster.lent(resident.get(), sourceId)) {
                    orders.tell(resident.get().instanceId(), "add_stream", camera(sourceId));
                }
                missing.add(
                        "%s does not see camera %d yet"
                                .formatted(resident.get().instanceId(), sourceId));
            }
        }
        return missing.size() < room.holders().size() ? List.of() : missing;
    }

    private static Map<String, Object> camera(int sourceId) {
        return Map.of("source_id", sourceId);
    }
}
