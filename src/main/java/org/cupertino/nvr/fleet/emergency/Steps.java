package org.cupertino.nvr.fleet.emergency;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code steps} of the routes. Each step looks whether things are as they should be, does
 * what is missing, and returns when that is confirmed. Else it stops the route: the steps behind it
 * wait for the next pass, a second later. So a step may be repeated at any time, also by an
 * orchestrator that knows no more than what the broker retains.
 */
public final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final int SPAWNS_BEFORE_UNDO = 3;

    /** Keeps what an orchestrator that comes after this one must know. */
    interface Memory {
        void keep(Room room) throws StepException;
    }

    private interface Step {
        void run() throws StepException, InterruptedException;
    }

    private final EmergencyQueue emergencies;
    private final SlowDown rates;
    private final Handover handover;
    private final EmergencyProcessors guards;
    private final EmergencyPlan plan;
    private final Memory memory;

    Steps(
            EmergencyQueue emergencies,
            SlowDown rates,
            Handover handover,
            EmergencyProcessors guards,
            EmergencyPlan plan,
            Memory memory) {
        this.emergencies = emergencies;
        this.rates = rates;
        this.handover = handover;
        this.guards = guards;
        this.plan = plan;
        this.memory = memory;
    }

    /**
     * The cameras of all rooms without an emergency go to the emergency rate, for the time of a
     * lease. What cannot be slowed stops nothing. Undone when no emergency processor comes up:
     * nothing would be won by it.
     */
    public void slowOthers(@Body Room room) throws InterruptedException {
        if (room.spawnsFailed() >= SPAWNS_BEFORE_UNDO) {
            room.note("slow-others", Result.FAILED, undoSlowing());
            return;
        }
        List<String> failures = rates.slow(emergencies.sourcesInEmergency());
        room.note(
                "slow-others",
                failures.isEmpty() ? Result.DONE : Result.FAILED,
                failures.isEmpty() ? null : String.join("; ", failures));
    }

    private String undoSlowing() throws InterruptedException {
        String undone = "Undone, no emergency processor comes up";
        try {
            if (emergencies.admitted().size() == 1) {
                rates.restore();
            }
            return undone;
        } catch (StepException e) {
            return undone + "; " + e.getMessage();
        }
    }

    /** A processor for this room alone lives, and knows that it is still needed. */
    public void spawn(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                true,
                "spawn",
                () -> {
                    if (guards.isThere(room)) {
                        keep(room);
                        return;
                    }
                    handover.giveBack(room.sourceId());
                    if (room.bornAs() != null) {
                        guards.drop(
                                room,
                                guards.loss(room)
                                        .orElseThrow(() -> EmergencyProcessors.starting(room)));
                    }
                    guards.start(room, memory);
                    throw EmergencyProcessors.starting(room);
                });
    }

    private void keep(Room room) throws StepException, InterruptedException {
        try {
            guards.keep(room);
        } catch (StepException e) {
            if (e.isFailure() && room.processor() != null && guards.isSilent(room)) {
                // It may have died while the broker could not tell.
                guards.drop(room, e.getMessage());
            }
            throw e;
        }
    }

    /**
     * The emergency processor sees the camera: it is live, and has told of a frame lately. If it
     * goes blind later, who had the camera before has to look as well.
     */
    public void awaitLive(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                true,
                "await-live",
                () -> {
                    if (guards.isWatching(room)) {
                        room.problem("processor", null);
                        return;
                    }
                    if (guards.isSilent(room)) {
                        room.enter(RoomState.ENTERING);
                        room.problem("processor", room.processor() + " sees nothing");
                    }
                    if (room.state() == RoomState.ENTERING) {
                        handover.giveBack(room.sourceId());
                    }
                    throw StepException.waiting(
                            "%s does not see camera %d"
                                    .formatted(room.processor(), room.sourceId()));
                });
    }

    /** The emergency processor is called by the room. */
    public void rename(@Body Room room, Exchange exchange) throws InterruptedException {
        step(exchange, room, true, "rename", () -> guards.rename(room));
    }

    /** The emergency processor alone has the camera, for the time of a lease. */
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
    public void takeBack(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
                room,
                false,
                "return-camera",
                () -> {
                    List<String> missing = handover.takeBack(room);
                    String why = missing.isEmpty() ? null : String.join("; ", missing);
                    if (why != null && guards.isWatching(room)) {
                        guards.keep(room);
                        throw StepException.waiting(why);
                    }
                    // Whoever reads the status later learns that nobody looks.
                    room.problem("camera", why);
                });
    }

    /** The emergency processor has ended. */
    public void stop(@Body Room room, Exchange exchange) throws InterruptedException {
        step(exchange, room, false, "stop-emergency", () -> guards.stop(room));
    }

    /** The others have their own rates back, unless another room needs help. */
    public void restoreRates(@Body Room room, Exchange exchange) throws InterruptedException {
        step(
                exchange,
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

    /**
     * @param emergency what the step is for; one that has been overtaken by an event is not begun
     */
    private static void step(
            Exchange exchange, Room room, boolean emergency, String name, Step step)
            throws InterruptedException {
        if (room.isEmergency() != emergency) {
            LOG.debug("{}: step {} is overtaken by another event", room, name);
            exchange.setRouteStop(true);
            return;
        }
        try {
            step.run();
            room.note(name, Result.DONE, null);
        } catch (StepException e) {
            room.note(name, e.isFailure() ? Result.FAILED : Result.WAITING, e.getMessage());
            exchange.setRouteStop(true);
        }
    }
}
