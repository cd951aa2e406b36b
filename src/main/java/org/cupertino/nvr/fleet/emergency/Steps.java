package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code steps} of the routes. Each step checks the state that it is responsible for, does
 * what is missing, and returns when that is confirmed. Otherwise it stops the route: the steps
 * behind it wait for the next pass, a second later. So a step may be repeated at any time, also by
 * an orchestrator that knows only what the broker retains.
 */
public final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final int SPAWNS_BEFORE_UNDO = 3;

    /** A camera that works is back within. */
    private static final Duration HOLDERS_WITHIN = Duration.ofSeconds(10);

    private interface Step {
        void run() throws StepException, FleetException, InterruptedException;
    }

    private final EmergencyQueue emergencies;
    private final SlowDown slowDown;
    private final Handover handover;
    private final EmergencyProcessors processors;
    private final RoomJournal journal;
    private final Duration blindAtMost;

    /**
     * @param blindAtMost after which a room whose processors see nothing gives its place to another
     */
    Steps(
            EmergencyQueue emergencies,
            SlowDown slowDown,
            Handover handover,
            EmergencyProcessors processors,
            RoomJournal journal,
            Duration blindAtMost) {
        this.emergencies = emergencies;
        this.slowDown = slowDown;
        this.handover = handover;
        this.processors = processors;
        this.journal = journal;
        this.blindAtMost = blindAtMost;
    }

    /**
     * Sets the cameras of all rooms without an emergency to the emergency rate, for the time of a
     * lease. Failures do not stop the route. Undone when no emergency processor comes up, since the
     * other rooms would lose frames for nothing.
     */
    public void slowOthers(@Body Room room) throws InterruptedException {
        if (!room.isEmergency()) {
            return;
        }
        if (room.processor().spawnsFailed() >= SPAWNS_BEFORE_UNDO) {
            room.note("slow-others", Result.FAILED, undoSlowing());
            return;
        }
        Optional<List<String>> failures = slowDown.slow(emergencies.sourcesInEmergency());
        if (failures.isEmpty()) {
            room.note("slow-others", Result.WAITING, "Not all processors have answered yet");
        } else {
            String all = String.join("; ", failures.get());
            room.note(
                    "slow-others",
                    all.isEmpty() ? Result.DONE : Result.FAILED,
                    all.isEmpty() ? null : all);
        }
    }

    private String undoSlowing() throws InterruptedException {
        String undone = "Undone, no emergency processor comes up";
        try {
            if (emergencies.admitted().size() == 1) {
                slowDown.restore();
            }
            return undone;
        } catch (FleetException e) {
            return undone + "; " + e.getMessage();
        }
    }

    /**
     * Starts a processor for this room alone, or renews the lease of the one that lives. While it
     * comes up the other cameras are slowed down.
     */
    public void spawn(@Body Room room) throws InterruptedException {
        attempt(
                room,
                true,
                "spawn",
                () -> {
                    if (room.processor().blindFor().compareTo(blindAtMost) > 0
                            && emergencies.isAnyWaiting()) {
                        giveUp(room);
                    }
                    if (processors.isThere(room)) {
                        keep(room);
                        return;
                    }
                    handover.giveBack(room.sourceId());
                    if (room.processor().bornAs() != null) {
                        processors.drop(
                                room,
                                processors
                                        .loss(room)
                                        .orElseThrow(() -> EmergencyProcessors.starting(room)));
                    }
                    processors.start(room, journal);
                    throw EmergencyProcessors.starting(room);
                });
    }

    private void giveUp(Room room) throws StepException, FleetException, InterruptedException {
        handover.giveBack(room.sourceId());
        processors.drop(room, "No emergency processor of %s saw anything".formatted(room));
        emergencies.giveUp(room);
        room.enter(RoomState.QUEUED);
        throw StepException.waiting("Another room has its place, since none saw anything here");
    }

    private void keep(Room room) throws StepException, FleetException, InterruptedException {
        try {
            processors.keep(room);
        } catch (FleetException e) {
            if (room.processor().id() != null && processors.isSilent(room)) {
                // It may have died while the broker could not publish its will.
                processors.drop(room, e.getMessage());
            }
            throw e;
        }
    }

    /**
     * Waits until the emergency processor sees the camera: it is live, and a frame was published
     * lately. If it goes blind later, the holders get the camera back as well.
     */
    public void awaitLive(@Body Room room, Exchange exchange) throws InterruptedException {
        if (!room.isDone("spawn")) {
            exchange.setRouteStop(true);
            return;
        }
        step(
                exchange,
                room,
                true,
                "await-live",
                () -> {
                    if (processors.isWatching(room)) {
                        room.problem("processor", null);
                        return;
                    }
                    if (processors.isSilent(room)) {
                        room.enter(RoomState.ENTERING);
                        room.problem("processor", room.processor().id() + " sees nothing");
                    }
                    if (room.state() == RoomState.ENTERING) {
                        handover.giveBack(room.sourceId());
                    }
                    throw StepException.waiting(
                            "%s does not see camera %d"
                                    .formatted(room.processor().id(), room.sourceId()));
                });
    }

    /** Renames the emergency processor after the room. */
    public void rename(@Body Room room, Exchange exchange) throws InterruptedException {
        step(exchange, room, true, "rename", () -> processors.rename(room));
    }

    /** Takes the camera from the regular processors, for the time of a lease. */
    public void release(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                true,
                "release-camera",
                () -> {
                    boolean news = false;
                    for (String holder : handover.holders(room.sourceId())) {
                        news |= room.addHolder(holder);
                    }
                    if (news) {
                        journal.publish(room);
                    }
                    handover.release(room.sourceId());
                });
    }

    /** Records that the emergency processor is in charge. */
    public void inEmergency(@Body Room room) {
        room.taken();
    }

    /** Gives the camera back to its holders; the emergency processor stays until they see it. */
    public void takeBack(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                false,
                "return-camera",
                () -> {
                    List<String> missing = handover.takeBack(room);
                    String why = missing.isEmpty() ? null : String.join("; ", missing);
                    if (why != null && processors.isWatching(room)) {
                        awaitHolders(room, why);
                    }
                    // The status then says that no processor watches the camera.
                    room.problem("camera", why);
                });
    }

    /** The emergency processor goes on watching, and is nothing that another room waits for. */
    private void awaitHolders(Room room, String why)
            throws StepException, FleetException, InterruptedException {
        if (handover.isNobodyThere(room)
                || room.waiting("return-camera").compareTo(HOLDERS_WITHIN) > 0) {
            emergencies.giveUp(room);
            room.problem("camera", why + "; " + room.processor().id() + " goes on watching");
        }
        processors.keep(room);
        throw StepException.waiting(why);
    }

    /** Stops the emergency processor. */
    public void stop(@Body Room room, Exchange exchange) throws InterruptedException {
        step(exchange, room, false, "stop-emergency", () -> processors.stop(room));
    }

    /** Ends the emergency rate of the others, unless another room has an emergency. */
    public void restoreRates(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                false,
                "restore-rates",
                () -> {
                    if (!emergencies.isAny()) {
                        slowDown.restore();
                    }
                });
    }

    /** Records that the room is back to normal. */
    public void backToNormal(@Body Room room) {
        room.calm();
    }

    /**
     * @param emergency whether the step belongs to an emergency or to the way back; skipped if an
     *     event has turned the room round
     */
    private static void step(
            Exchange exchange, Room room, boolean emergency, String name, Step step)
            throws InterruptedException {
        if (!attempt(room, emergency, name, step)) {
            exchange.setRouteStop(true);
        }
    }

    /** Whether the step is done. */
    private static boolean attempt(Room room, boolean emergency, String name, Step step)
            throws InterruptedException {
        if (room.isEmergency() != emergency) {
            LOG.debug("{}: step {} is overtaken by another event", room, name);
            return false;
        }
        try {
            step.run();
            room.note(name, Result.DONE, null);
            return true;
        } catch (StepException e) {
            room.note(name, e.isFailure() ? Result.FAILED : Result.WAITING, e.getMessage());
        } catch (FleetException e) {
            room.note(name, Result.FAILED, e.getMessage());
        }
        return false;
    }
}
