package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, keeps, renames and stops emergency processors: one a room, alive while it is needed. */
final class EmergencyProcessors {
    private static final Logger LOG = LoggerFactory.getLogger(EmergencyProcessors.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Roster roster;
    private final CommandSender sender;
    private final Spawner spawner;
    private final EmergencyPlan plan;

    EmergencyProcessors(Roster roster, CommandSender sender, Spawner spawner, EmergencyPlan plan) {
        this.roster = roster;
        this.sender = sender;
        this.spawner = spawner;
        this.plan = plan;
    }

    /**
     * Whether the room has one that can still be used. Its status may be old, a blip, or forged: if
     * it has not answered lately, or is said to be gone, it is pinged.
     */
    boolean isThere(Room room) throws FleetException, InterruptedException {
        Optional<Status> status = usable(room);
        String id = room.processor().id();
        if (id == null || status.map(Status::instanceId).flatMap(roster::find).isPresent()) {
            return status.isPresent();
        }
        return spawner.ended(String.valueOf(room.processor().bornAs())).isEmpty()
                && sender.hears(id);
    }

    /** Whether its camera is live, and it has published a detection event lately. */
    boolean isWatching(Room room) {
        boolean publishes =
                room.processor()
                        .silence()
                        .filter(time -> time.compareTo(plan.longestSilence()) <= 0)
                        .isPresent();
        return publishes
                && usable(room)
                        .filter(status -> Roster.watches(status, room.sourceId()))
                        .isPresent();
    }

    /** Whether it has published no frame for so long that another processor has to watch. */
    boolean isSilent(Room room) {
        return room.processor()
                .silence()
                .map(time -> time.compareTo(plan.longestSilence()) > 0)
                .orElseGet(() -> room.processor().spawnAge().compareTo(plan.spawnTimeout()) > 0);
    }

    /** Records its current id and renews its lease. */
    void keep(Room room) throws StepException, FleetException, InterruptedException {
        RoomProcessor processor = room.processor();
        usable(room).map(Status::instanceId).ifPresent(processor::heardOf);
        if (processor.id() == null) {
            throw starting(room);
        }
        sender.lease(processor.id(), "ping", Map.of(), plan.processorLease(), false);
    }

    /**
     * Why another one is needed: it died, it neither publishes nor answers, or it did not come up.
     * Empty while it may still come up or answer, and if none was started.
     */
    Optional<String> loss(Room room) {
        String born = room.processor().bornAs();
        if (born == null) {
            return Optional.empty();
        }
        Optional<String> end = spawner.ended(born);
        String id = room.processor().id();
        if (id != null) {
            return end.map(why -> id + " died: " + why)
                    .or(
                            () ->
                                    isSilent(room)
                                            ? Optional.of(
                                                    id + " publishes nothing and answers no ping")
                                            : Optional.empty());
        }
        if (end.isPresent() || room.processor().spawnAge().compareTo(plan.spawnTimeout()) >= 0) {
            return Optional.of(
                    end.map(why -> born + " did not come up: " + why)
                            .orElse(
                                    born
                                            + " was not heard of within "
                                            + plan.spawnTimeout().toSeconds()
                                            + " s"));
        }
        return Optional.empty();
    }

    /** Gives up the room's emergency processor, and kills what is left of it. */
    void drop(Room room, String why) {
        LOG.atWarn()
                .addKeyValue("event", "emergency_processor_lost")
                .addKeyValue("room_id", room.roomId())
                .log("{}: {}", room, why);
        String born = room.processor().bornAs();
        room.processor().lost();
        room.enter(RoomState.ENTERING);
        room.problem("processor", why);
        if (born != null) {
            spawner.kill(born);
        }
    }

    /**
     * Starts one.
     *
     * @param journal gets its id before it is born
     */
    void start(Room room, RoomJournal journal) throws StepException {
        if (!room.processor().maySpawn()) {
            throw StepException.waiting("The next try to start a processor is in a while");
        }
        String id = "emergency-" + UUID.randomUUID().toString().substring(0, 8);
        room.processor().spawning(id);
        journal.publish(room);
        try {
            spawner.spawn(id, plan.settings(id, room.sourceId()));
        } catch (SpawnException e) {
            room.processor().lost();
            // Until one comes up: the step itself soon says only that it waits for the next try.
            room.problem("processor", e.getMessage());
            throw StepException.failed(e.getMessage());
        }
    }

    static StepException starting(Room room) {
        String id = room.processor().id();
        return StepException.waiting(
                id == null ? room.processor().bornAs() + " is starting" : id + " does not answer");
    }

    /** Renames it after the room. */
    void rename(Room room) throws StepException, FleetException, InterruptedException {
        String name = "emergency-room-" + room.roomId();
        RoomProcessor processor = room.processor();
        if (name.equals(processor.id())) {
            return;
        }
        // An earlier one is stopping; if it does not answer, its status alone is left.
        if (roster.live().stream().anyMatch(status -> status.instanceId().equals(name))
                && room.waiting("rename").compareTo(plan.processorLease()) < 0
                && sender.hears(name)) {
            throw StepException.waiting("Another " + name + " has not gone yet");
        }
        sender.send(processor.id(), "rename_instance", Map.of("new_instance_id", name));
        processor.heardOf(name);
    }

    /** Stops it; returns when it has ended. */
    void stop(Room room) throws StepException, FleetException, InterruptedException {
        RoomProcessor processor = room.processor();
        Optional<Status> status = find(room);
        status.ifPresent(last -> processor.heardOf(last.instanceId()));
        boolean lives = status.isPresent() || mayLive(room);
        if (lives && room.waiting("stop-emergency").compareTo(STOP_WITHIN) < 0) {
            boolean obeys = status.filter(s -> s.status() == InstanceState.STOPPING).isPresent();
            if (!obeys && !processor.isAskedToStop()) {
                sender.send(processor.id(), "stop", Map.of());
                processor.askedToStop();
            }
            throw StepException.waiting(processor.id() + " is stopping");
        }
        if (processor.bornAs() != null && (lives || processor.id() == null)) {
            spawner.kill(processor.bornAs());
        }
    }

    /** Without a status that counts. One that was asked to stop says no more, and ends. */
    private boolean mayLive(Room room) throws FleetException, InterruptedException {
        return room.processor().isAskedToStop() ? !hasEnded(room) : isThere(room);
    }

    private Optional<Status> usable(Room room) {
        return find(room).filter(status -> status.status() != InstanceState.STOPPING);
    }

    private Optional<Status> find(Room room) {
        // One that dies between two connections leaves no will, so its status stays.
        if (hasEnded(room)) {
            return Optional.empty();
        }
        return Optional.ofNullable(room.processor().id())
                .flatMap(roster::known)
                .or(() -> Optional.ofNullable(room.processor().bornAs()).flatMap(roster::known));
    }

    /** Asks the spawner once a pass: a container engine that hangs answers late. */
    private boolean hasEnded(Room room) {
        String born = room.processor().bornAs();
        if (born == null || room.processor().wasAliveLately()) {
            return false;
        }
        boolean ended = spawner.ended(born).isPresent();
        if (!ended) {
            room.processor().foundAlive(born);
        }
        return ended;
    }
}
