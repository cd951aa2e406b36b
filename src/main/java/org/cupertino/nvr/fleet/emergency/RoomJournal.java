package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;

/** What the broker was told of rooms, and is to be told. Thread-safe. */
final class RoomJournal implements Steps.Memory {
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Map<Integer, RoomStatus> told = new ConcurrentHashMap<>();
    private volatile ProducerTemplate routes;

    /** Publishes by these routes from now on, which have started. */
    void publishBy(ProducerTemplate template) {
        routes = template;
    }

    /** Publishes the room's status if something about it is new, or the last is a while ago. */
    void tell(Room room) throws StepException {
        RoomStatus now = room.status(Orchestrator.ID);
        RoomStatus last = told.get(room.roomId());
        if (last == null
                || !now.saysTheSameAs(last)
                || Duration.between(last.timestamp(), now.timestamp()).compareTo(TELL_EVERY) > 0) {
            keep(room);
        }
    }

    @Override
    public void keep(Room room) throws StepException {
        RoomStatus now = room.status(Orchestrator.ID);
        try {
            routes.sendBody("direct:publish-room", now);
        } catch (CamelExecutionException e) {
            throw StepException.failed("The broker did not take the status of " + room);
        }
        told.put(room.roomId(), now);
    }

    /** Whether the broker knows that the room is back to normal. */
    boolean isToldNormal(Room room) {
        RoomStatus last = told.get(room.roomId());
        return last != null && last.state() == RoomState.NORMAL;
    }

    /** There is nothing to be told of the room any more. */
    void done(Room room) {
        told.remove(room.roomId());
    }

    /** The broker may have forgotten what it was told. */
    void forgotten() {
        told.clear();
    }
}
