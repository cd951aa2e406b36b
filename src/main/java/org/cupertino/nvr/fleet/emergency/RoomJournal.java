package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * Publishes room statuses, retained for the next orchestrator, and remembers the last one published
 * of each room. Thread-safe.
 */
final class RoomJournal {
    /** {@code instance_id} of everything that an orchestrator publishes. */
    static final String ORCHESTRATOR = "orchestrator";

    private static final Duration REPEAT_EVERY = Duration.ofSeconds(10);

    private final Map<Integer, RoomStatus> published = new ConcurrentHashMap<>();
    private volatile ProducerTemplate routes;

    /** Publishes by these routes from now on, which have started. */
    void publishBy(ProducerTemplate template) {
        routes = template;
    }

    /**
     * Publishes the room's status if it has changed, or if the last one was long ago. When it
     * returns the broker has all that happened in the room before.
     */
    synchronized void update(Room room) throws StepException {
        RoomStatus now = room.status(ORCHESTRATOR);
        RoomStatus last = published.get(room.roomId());
        if (last == null
                || !now.saysTheSameAs(last)
                || Duration.between(last.timestamp(), now.timestamp()).compareTo(REPEAT_EVERY)
                        > 0) {
            publish(room);
        }
    }

    /**
     * Returns when the broker has the room's status. One after the other, or an older status could
     * be the one that is retained.
     */
    synchronized void publish(Room room) throws StepException {
        if (routes == null) {
            throw StepException.failed("The orchestrator has not started yet");
        }
        RoomStatus now = room.status(ORCHESTRATOR);
        try {
            routes.sendBody("direct:publish-room", now);
        } catch (CamelExecutionException e) {
            throw StepException.failed("The broker did not take the status of " + room);
        }
        published.put(room.roomId(), now);
    }

    /** Whether the last status published says that the room is back to normal. */
    boolean isPublishedNormal(Room room) {
        RoomStatus last = published.get(room.roomId());
        return last != null && last.state() == RoomState.NORMAL;
    }

    /** Forgets a room that is back to normal. */
    void close(Room room) {
        published.remove(room.roomId());
    }

    /** Publishes every room again: the broker may have lost what it retained. */
    void brokerMayHaveForgotten() {
        published.clear();
    }
}
