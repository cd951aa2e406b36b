package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emergency processors: each watches one room, and lives as long as it is told that it must.
 */
final class EmergencyProcessors {
    private static final Logger LOG = LoggerFactory.getLogger(EmergencyProcessors.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Roster roster;
    private final CommandSender orders;
    private final Spawner spawner;
    private final EmergencyPlan plan;

    EmergencyProcessors(Roster roster, CommandSender orders, Spawner spawner, EmergencyPlan plan) {
        this.roster = roster;
        this.orders = orders;
        this.spawner = spawner;
        this.plan = plan;
    }

    /** Whether the room has one that can still be used. */
    boolean isThere(Room room) {
        return usable(room).isPresent();
    }

    /** Whether it sees the camera: it says so, and has told of a frame lately. */
    boolean isWatching(Room room) {
        boolean told =
                room.silence()
                        .filter(time -> time.compareTo(plan.longestSilence()) <= 0)
                        .isPresent();
        return told
                && usable(room)
                        .filter(status -> Roster.watches(status, room.sourceId()))
                        .isPresent();
    }

    /** Whether it has told of no frame for so long that somebody else has to look. */
    boolean isSilent(Room room) {
        return room.silence()
                .map(time -> time.compareTo(plan.longestSilence()) > 0)
                .orElseGet(() -> room.spawnAge().compareTo(plan.spawnTimeout()) > 0);
    }

    /** Takes note of the id that it has, and tells it that it is still needed. */
    void keep(Room room) throws StepException, InterruptedException {
        room.heardOf(usable(room).orElseThrow(() -> starting(room)).instanceId());
        orders.lease(room.processor(), "ping", Map.of(), plan.processorLease(), false);
    }

    /**
     * Why another one is needed: it died, or did not come up; empty while it may still come up, or
     * if there was none.
     */
    Optional<String> loss(Room room) {
        String born = room.bornAs();
        if (born == null) {
            return Optional.empty();
        }
        Optional<String> end = spawner.ended(born);
        if (room.processor() != null) {
            return Optional.of(room.processor() + " died" + end.map(why -> ": " + why).orElse(""));
        }
        if (end.isPresent() || room.spawnAge().compareTo(plan.spawnTimeout()) >= 0) {
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

    /** Gives up the one that there was. */
    void drop(Room room, String why) {
        LOG.atWarn()
                .addKeyValue("event", "emergency_processor_lost")
                .addKeyValue("room_id", room.roomId())
                .log("{}: {}", room, why);
        String born = room.bornAs();
        room.lost();
        room.enter(RoomState.ENTERING);
        room.problem("processor", why);
        if (born != null) {
            spawner.kill(born);
        }
    }

    /**
     * Starts one.
     *
     * @param memory to keep its id before it is born
     */
    void start(Room room, Steps.Memory memory) throws StepException {
        if (!room.maySpawn()) {
            throw StepException.waiting("The next try is in a while");
        }
        String id = "emergency-" + UUID.randomUUID().toString().substring(0, 8);
        room.spawning(id);
        memory.keep(room);
        try {
            spawner.spawn(id, plan.settings(id, room.sourceId()));
        } catch (SpawnException e) {
            room.lost();
            throw StepException.failed(e.getMessage());
        }
    }

    static StepException starting(Room room) {
        return StepException.waiting(room.bornAs() + " is starting");
    }

    /** It is called by the room. */
    void rename(Room room) throws StepException, InterruptedException {
        String name = "emergency-room-" + room.roomId();
        if (name.equals(room.processor())) {
            return;
        }
        // One of before that is going, or seems to live since nobody could say that it does not.
        if (roster.live().stream().anyMatch(status -> status.instanceId().equals(name))
                && room.waiting("rename").compareTo(plan.processorLease()) < 0) {
            throw StepException.waiting("Another " + name + " has not gone yet");
        }
        orders.tell(room.processor(), "rename_instance", Map.of("new_instance_id", name));
        room.heardOf(name);
    }

    /** It has ended. */
    void stop(Room room) throws StepException, InterruptedException {
        Optional<Status> processor = find(room);
        if (processor.isPresent()) {
            room.heardOf(processor.get().instanceId());
            String id = room.processor();
            if (room.waiting("stop-emergency").compareTo(STOP_WITHIN) < 0) {
                if (processor.get().status() != InstanceState.STOPPING) {
                    orders.tell(id, "stop", Map.of());
                }
                throw StepException.waiting(id + " is stopping");
            }
        }
        boolean neverHeardOf = room.processor() == null;
        if (room.bornAs() != null && (processor.isPresent() || neverHeardOf)) {
            spawner.kill(room.bornAs());
        }
    }

    private Optional<Status> usable(Room room) {
        return find(room).filter(status -> status.status() != InstanceState.STOPPING);
    }

    private Optional<Status> find(Room room) {
        // One that dies between two connections leaves no will, and seems to live for ever.
        if (hasEnded(room)) {
            return Optional.empty();
        }
        return Optional.ofNullable(room.processor())
                .flatMap(roster::find)
                .or(() -> Optional.ofNullable(room.bornAs()).flatMap(roster::find));
    }

    /** Asked once in a pass: an engine of containers that hangs takes its time to say nothing. */
    private boolean hasEnded(Room room) {
        String born = room.bornAs();
        if (born == null || room.wasAliveLately()) {
            return false;
        }
        boolean ended = spawner.ended(born).isPresent();
        if (!ended) {
            room.foundAlive(born);
        }
        return ended;
    }
}
