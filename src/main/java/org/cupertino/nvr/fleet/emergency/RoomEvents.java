package org.cupertino.nvr.fleet.emergency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.EventRejected;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code roomEvents} of the routes: checks events, and rejects those that are of no use.
 * Thread-safe.
 */
public final class RoomEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RoomEvents.class);
    private static final int LARGEST_BYTES = 4 * 1024;

    private final Orchestrator orchestrator;

    RoomEvents(Orchestrator orchestrator) {
        this.orchestrator = orchestrator;
    }

    /** Reads a payload, unless it is too large or not UTF-8. */
    public String text(@Body byte[] payload) throws EventException {
        if (payload.length > LARGEST_BYTES) {
            throw new EventException("An event is at most " + LARGEST_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new EventException("An event is JSON in UTF-8");
        }
    }

    /**
     * Has the orchestrator act upon an event; returns when the broker has the room's status with
     * it.
     *
     * @param event {@code event} and {@code room_id}; {@code source_id} where the room's camera has
     *     another number than the room; {@code outcome} of an emergency that is over
     * @param retained whether the broker had kept it: then its age is unknown
     * @throws EventException if the event is of no use
     * @throws StepException if the broker did not take the status: the event is to come again
     */
    public void happened(
            @Body Map<?, ?> event, @ExchangeProperty(RouteNames.RETAINED) Boolean retained)
            throws EventException, StepException {
        if (event == null) {
            throw new EventException("An event is a JSON object");
        }
        if (Boolean.TRUE.equals(retained)) {
            throw new EventException(
                    "A retained event is not acted upon, publish it without the flag");
        }
        RoomEvent what =
                event.get("event") instanceof String name
                        ? RoomEvent.of(name).orElseThrow(RoomEvents::unknown)
                        : null;
        if (what == null) {
            throw unknown();
        }
        int room = number(event.get("room_id"), "room_id");
        int source =
                event.get("source_id") == null ? room : number(event.get("source_id"), "source_id");
        orchestrator.happened(room, source, what, outcome(what, event.get("outcome")));
    }

    /** A fall in a room whose camera has the room's number. */
    public Map<String, Object> fall(@ExchangeProperty(RouteNames.ROOM) int room) {
        return Map.of("event", RoomEvent.FALL_DETECTED.wireName(), "room_id", room);
    }

    private static Outcome outcome(RoomEvent what, Object given) throws EventException {
        if (given == null || what.isEmergency()) {
            return null;
        }
        return (given instanceof String name ? Outcome.of(name) : Optional.<Outcome>empty())
                .orElseThrow(
                        () -> new EventException("outcome must be one of real, false_alarm, test"));
    }

    /** Whether an exception rejects the event; if not, the event is to come again. */
    public boolean isRejected(@ExchangeException Exception why) {
        if (why instanceof StepException) {
            LOG.atWarn()
                    .addKeyValue("event", "event_not_recorded")
                    .log("Event not recorded, it is to come again: {}", why.getMessage());
            return false;
        }
        return true;
    }

    /** The message to publish about an event that was rejected. */
    public EventRejected rejected(@ExchangeException Exception why) {
        String message =
                why instanceof EventException ? why.getMessage() : "An event is a JSON object";
        LOG.atWarn().addKeyValue("event", "event_rejected").log("Event rejected: {}", message);
        return new EventRejected(RoomJournal.ORCHESTRATOR, message, Instant.now());
    }

    private static EventException unknown() {
        return new EventException(
                "event must be one of "
                        + Arrays.stream(RoomEvent.values())
                                .map(RoomEvent::wireName)
                                .collect(Collectors.joining(", ")));
    }

    private static int number(Object value, String key) throws EventException {
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw new EventException(key + " must be a whole number, 0 or more");
    }
}
