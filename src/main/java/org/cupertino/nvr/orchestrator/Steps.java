package org.cupertino.nvr.orchestrator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.cupertino.nvr.event.InstanceState;
import org.cupertino.nvr.event.RoomState;
import org.cupertino.nvr.event.RoomStatus.Result;
import org.cupertino.nvr.event.Status;
import org.cupertino.nvr.spawn.SpawnException;
import org.cupertino.nvr.spawn.Spawner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code steps} of the routes. Each step looks whether things are as they should be, does
 * what is missing, and returns when that is confirmed. Else it throws: the steps behind it wait,
 * and the route is gone through again soon. So a step may be repeated at any time, also by an
 * orchestrator that knows no more than what the broker retains.
 */
public final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final int SPAWNS_BEFORE_UNDO = 3;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    /** Keeps what an orchestrator that comes after this one must know. */
    interface Memory {
        void keep(Room room) throws StepException;
    }

    private interface Step {
        void run() throws StepException, InterruptedException;
    }

    private final Emergencies emergencies;
    private final Roster roster;
    private final Orders orders;
    private final Rates rates;
    private final Handover handover;
    private final Spawner spawner;
    private final EmergencyPlan plan;
    private final Memory memory;

    Steps(
            Emergencies emergencies,
            Roster roster,
            Orders orders,
            Rates rates,
            Handover handover,
            Spawner spawner,
            EmergencyPlan plan,
            Memory memory) {
        this.emergencies = emergencies;
        this.roster = roster;
        this.orders = orders;
        this.rates = rates;
        this.handover = handover;
        this.spawner = spawner;
        this.plan = plan;
        this.memory = memory;
    }

    /**
     * The cameras of all rooms without an emergency go to the emergency rate, for the time of a
     * lease. What cannot be slowed stops nothing. Undone when no emergency processor comes up:
     * nothing would be won by it.
     */
    public void slowOthers(@Body Room room) throws InterruptedException, StepException {
        if (room.spawnsFailed() >= SPAWNS_BEFORE_UNDO) {
            if (emergencies.admitted().size() == 1) {
                rates.restore();
            }
            room.note("slow-others", Result.FAILED, "Undone, no emergency processor comes up");
            return;
        }
        List<String> failures = rates.slow(emergencies.sourcesInEmergency());
        room.note(
                "slow-others",
                failures.isEmpty() ? Result.DONE : Result.FAILED,
                failures.isEmpty() ? null : String.join("; ", failures));
    }

    /** A processor for this room alone lives, and knows that it is still needed. */
    public void spawn(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                true,
                "spawn",
                () -> {
                    Optional<Status> processor = processor(room);
                    if (processor.isEmpty()) {
                        replace(room);
                    }
                    processor.orElseThrow(() -> starting(room));
                    keepAlive(room);
                });
    }

    private void replace(Room room) throws StepException, InterruptedException {
        String before = room.bornAs();
        if (before != null) {
            Optional<String> end = spawner.ended(before);
            boolean lived = room.processor() != null;
            if (!lived && end.isEmpty() && room.spawnAge().compareTo(plan.spawnTimeout()) < 0) {
                throw starting(room);
            }
            String death = lived ? room.processor() + " died" : before + " did not come up";
            String why = end.map(reason -> death + ": " + reason).orElse(death);
            LOG.atWarn().addKeyValue("event", "emergency_processor_lost").log("{}: {}", room, why);
            room.enter(RoomState.ENTERING);
            room.lost();
            room.problem("processor", why);
            spawner.kill(before);
            handover.giveBack(room.sourceId());
        }
        if (!room.maySpawn()) {
            throw StepException.waiting("The next try is in a while");
        }
        String next = "emergency-" + UUID.randomUUID().toString().substring(0, 8);
        room.spawning(next);
        memory.keep(room);
        try {
            spawner.spawn(next, plan.settings(next, room.sourceId()));
        } catch (SpawnException e) {
            room.lost();
            throw StepException.failed(e.getMessage());
        }
    }

    private static StepException starting(Room room) {
        return StepException.waiting(room.bornAs() + " is starting");
    }

    /**
     * The emergency processor sees the camera: it is live, and has told of a frame lately. If it
     * goes blind later, who had the camera before has to look as well.
     */
    public void awaitLive(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                true,
                "await-live",
                () -> {
                    if (isWatching(room)) {
                        room.problem("processor", null);
                        return;
                    }
                    if (room.silence().compareTo(plan.longestSilence()) > 0) {
                        if (room.state() == RoomState.EMERGENCY) {
                            room.problem("processor", room.processor() + " sees nothing");
                            room.enter(RoomState.ENTERING);
                        }
                        handover.giveBack(room.sourceId());
                    }
                    throw StepException.waiting(
                            "%s has not seen camera %d yet"
                                    .formatted(room.processor(), room.sourceId()));
                });
    }

    /** The emergency processor is called by the room. */
    public void rename(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                true,
                "rename",
                () -> {
                    String name = "emergency-room-" + room.roomId();
                    if (name.equals(room.processor())) {
                        return;
                    }
                    if (roster.live().stream().anyMatch(s -> s.instanceId().equals(name))) {
                        throw StepException.waiting("Another " + name + " has not gone yet");
                    }
                    orders.tell(
                            room.processor(), "rename_instance", Map.of("new_instance_id", name));
                    room.heardOf(name);
                });
    }

    /** The emergency processor alone has the camera, for the time of a lease. */
    public void release(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                true,
                "release-camera",
                () -> {
                    boolean news = false;
                    for (String holder : handover.holders(room.sourceId())) {
                        news |= room.addHolder(holder);
                    }
                    if (news) {
                        memory.keep(room);
                    }
                    handover.release(room.sourceId());
                });
    }

    /** All is as it has to be in an emergency. */
    public void inEmergency(@Body Room room) {
        room.taken();
    }

    /** Who had the camera before sees it again; until then the emergency processor stays. */
    public void takeBack(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                false,
                "return-camera",
                () -> {
                    List<String> missing = handover.takeBack(room);
                    String why = missing.isEmpty() ? null : String.join("; ", missing);
                    if (why != null && isWatching(room)) {
                        keepAlive(room);
                        throw StepException.waiting(why);
                    }
                    // Whoever reads the status later learns that nobody looks.
                    room.problem("camera", why);
                });
    }

    private void keepAlive(Room room) throws StepException, InterruptedException {
        orders.lease(room.processor(), "ping", Map.of(), plan.processorLease(), false);
    }

    /** The emergency processor has ended. */
    public void stop(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                false,
                "stop-emergency",
                () -> {
                    Optional<Status> processor = find(room);
                    if (processor.isPresent()) {
                        String id = room.processor();
                        if (processor.get().status() != InstanceState.STOPPING) {
                            orders.tell(id, "stop", Map.of());
                        }
                        if (room.waiting("stop-emergency").compareTo(STOP_WITHIN) < 0) {
                            throw StepException.waiting(id + " is stopping");
                        }
                    }
                    boolean heardOf = room.processor() != null;
                    if (room.bornAs() != null && (processor.isPresent() || !heardOf)) {
                        spawner.kill(room.bornAs());
                    }
                });
    }

    /** The others have their own rates back, unless another room needs help. */
    public void restoreRates(@Body Room room) throws StepException, InterruptedException {
        step(
                room,
                false,
                "restore-rates",
                () -> {
                    if (!emergencies.isAny()) {
                        rates.restore();
                    }
                });
    }

    /** All is as it was before. */
    public void backToNormal(@Body Room room) {
        room.calm();
    }

    private boolean isWatching(Room room) {
        return processor(room).filter(status -> Roster.watches(status, room.sourceId())).isPresent()
                && room.silence().compareTo(plan.longestSilence()) <= 0;
    }

    /** The room's emergency processor, if it can still be used. */
    private Optional<Status> processor(Room room) {
        return find(room).filter(status -> status.status() != InstanceState.STOPPING);
    }

    private Optional<Status> find(Room room) {
        Optional<Status> found =
                Optional.ofNullable(room.processor())
                        .flatMap(roster::find)
                        .or(() -> Optional.ofNullable(room.bornAs()).flatMap(roster::find));
        found.map(Status::instanceId).ifPresent(room::heardOf);
        return found;
    }

    /**
     * @param emergency what the step is for; one that has been overtaken by an event is not begun
     */
    private static void step(Room room, boolean emergency, String name, Step step)
            throws StepException, InterruptedException {
        if (room.isEmergency() != emergency) {
            throw StepException.waiting("Overtaken by another event");
        }
        try {
            step.run();
            room.note(name, Result.DONE, null);
        } catch (StepException e) {
            room.note(name, e.isFailure() ? Result.FAILED : Result.WAITING, e.getMessage());
            throw e;
        }
    }
}
