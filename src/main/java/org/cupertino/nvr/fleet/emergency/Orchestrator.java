package org.cupertino.nvr.fleet.emergency;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.timing.Lasting;
import org.cupertino.nvr.wire.EventRejected;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each room that has an emergency, or is on its way back, through its route again and again
 * until it is normal. Thread-safe.
 */
final class Orchestrator implements RoomWorkers.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);

    /** Retained messages have arrived by then. */
    private static final Duration SETTLED = Duration.ofMillis(1_500);

    private static final int MOST_ROOMS = 1_000;

    private final Fleet fleet;
    private final EmergencyQueue emergencies;
    private final RoomJournal journal;
    private final KnownCameras cameras;
    private final RoomWorkers workers = new RoomWorkers(this);
    private final RetainedRooms retained = new RetainedRooms(RoomTime.SYSTEM);
    private volatile ProducerTemplate routes;
    private volatile OrchestratorMeters meters;

    /**
     * @param fleet not open yet
     */
    Orchestrator(Fleet fleet, KnownCameras cameras, EmergencyQueue emergencies, RoomJournal journal)
            throws MqttException {
        this.fleet = fleet;
        this.cameras = cameras;
        this.journal = journal;
        this.emergencies = emergencies;
        fleet.onChange(workers::changed);
        fleet.follow(fleet.topics().roomStatus(Topics.ANY), this::found, room -> {});
        fleet.follow(fleet.topics().detections(Topics.ANY), this::seen, source -> {});
    }

    /**
     * Starts.
     *
     * @param template to routes that have started; the fleet is open
     * @param ready runs once the rooms of another orchestrator are taken over: events may come
     */
    void start(ProducerTemplate template, Runnable ready) {
        routes = template;
        journal.publishBy(template);
        workers.start(
                () -> {
                    awaitRetained();
                    takeOver();
                    ready.run();
                });
    }

    /** Changes nothing at the site: the next orchestrator takes the rooms over. */
    void stop() {
        workers.stop();
        fleet.close();
    }

    private void awaitRetained() throws InterruptedException {
        while (!fleet.isUpFor(SETTLED)) {
            workers.awaitChange(workers.changes(), Duration.ofMillis(200));
        }
    }

    /** Goes on with the rooms whose statuses are retained; one that fails stops no other. */
    void takeOver() {
        retained.takeOver(last -> new Lasting("Taking over", () -> takeOver(last)).run());
    }

    private void takeOver(RoomStatus last) {
        Optional<Room> room = emergencies.takeOver(last);
        if (room.isPresent()) {
            LOG.atInfo()
                    .addKeyValue("event", "room_taken_over")
                    .log("Took over {}, {}", room.get(), last.state().wireName());
            workers.attend(room.get());
            workers.changed();
        }
    }

    private void found(String room, JsonNode status) {
        retained.found(Messages.roomStatus(room, status));
    }

    private void seen(String source, JsonNode detection) {
        for (Room room : emergencies.rooms()) {
            if (source.equals(Integer.toString(room.sourceId()))) {
                try {
                    room.processor()
                            .seen(
                                    detection.path("instance_id").asText(),
                                    Instant.parse(detection.path("timestamp").asText()));
                } catch (DateTimeException e) {
                    LOG.debug("A detection of camera {} has no time", source);
                }
            }
        }
    }

    /**
     * Acts upon an event. When it returns the broker has the room's status with the event in it.
     *
     * @param outcome of the emergency that is over; null if it is not said
     * @throws StepException if the broker does not have it: the event is to come again
     * @throws EventException if there is no such camera, or too many rooms have an emergency
     */
    void happened(int roomId, int sourceId, RoomEvent event, Outcome outcome)
            throws StepException, EventException {
        requireTakenOver();
        if (event.isEmergency() && emergencies.find(roomId).isEmpty()) {
            Optional<String> missing = cameras.missing(sourceId);
            if (missing.isPresent()) {
                throw new EventException(missing.get());
            }
            if (emergencies.rooms().size() >= MOST_ROOMS) {
                throw new EventException(MOST_ROOMS + " rooms have an emergency already");
            }
        }
        retained.own(roomId);
        Optional<Room> changed = emergencies.happened(roomId, sourceId, event);
        // An event that comes again changes nothing, but may not have been published before.
        Optional<Room> room = changed.or(() -> emergencies.find(roomId));
        if (room.isPresent()) {
            workers.attend(room.get());
            workers.changed();
            journal.update(room.get());
        }
        if (changed.isPresent() && !event.isEmergency() && meters != null) {
            meters.over(changed.get().sourceId(), outcome);
        }
        LOG.atInfo()
                .addKeyValue("event", event.wireName())
                .addKeyValue("room_id", roomId)
                .addKeyValue("outcome", outcome)
                .log(
                        changed.isPresent() ? "{} in room {}" : "{} in room {}, it changes nothing",
                        event.wireName(),
                        roomId);
    }

    /** What the last orchestrator knows of a room must not be replaced by an event. */
    private void requireTakenOver() throws StepException {
        if (!retained.areTakenOver()) {
            throw StepException.failed("The rooms of the last orchestrator are not known yet");
        }
    }

    @Override
    public void round() {
        cameras.note();
        if (meters != null) {
            meters.refresh();
        }
    }

    /**
     * Shows the rooms in the metrics.
     *
     * @param connections to the broker, by their purpose, and whether each is ready
     */
    void meter(MeterRegistry registry, Map<String, BooleanSupplier> connections) {
        meters = new OrchestratorMeters(registry, emergencies::rooms, this::passAge, connections);
    }

    /** Time since the last pass over all rooms; empty before the first. */
    Optional<Duration> passAge() {
        return workers.passAge();
    }

    @Override
    public boolean isFinished(Room room) {
        boolean finished = journal.isPublishedNormal(room) && emergencies.finished(room);
        if (finished) {
            journal.close(room);
        }
        return finished;
    }

    @Override
    public void pass(Room room) {
        if (!fleet.isUpFor(SETTLED)) {
            return;
        }
        room.problem(
                "messages",
                fleet.problems().stream().limit(3).reduce((a, b) -> a + "; " + b).orElse(null));
        try {
            go(room);
        } catch (CamelExecutionException e) {
            LOG.error("{} cannot go through its route", room, e.getCause());
        }
        try {
            journal.update(room);
        } catch (StepException e) {
            LOG.debug("{}: {}", room, e.getMessage());
        }
    }

    private void go(Room room) {
        boolean emergency = room.isEmergency();
        if (!emergency && room.state() == RoomState.NORMAL) {
            return;
        }
        if (emergency && !emergencies.admit(room)) {
            room.enter(RoomState.QUEUED);
            if (!cameras.mayExist(room.sourceId())) {
                awaitCamera(room);
                return;
            }
            room.problem(
                    "queue",
                    "Waits until an emergency is over, there are as many as may be: rooms "
                            + emergencies.admitted());
        } else {
            room.problem("queue", null);
            if (!emergency) {
                room.enter(RoomState.LEAVING);
            } else if (room.state() != RoomState.EMERGENCY) {
                room.enter(RoomState.ENTERING);
            }
            routes.sendBody(emergency ? "direct:emergency" : "direct:normal", room);
            String id = String.valueOf(room.processor().id());
            JsonNode metrics = fleet.metrics().get(id);
            if (metrics != null) {
                room.processor().measured(id, metrics.path("inference_throughput").asDouble());
            }
        }
    }

    /**
     * The statuses of all processors may not have come yet; once they have, the event is rejected.
     */
    private void awaitCamera(Room room) {
        room.problem("queue", KnownCameras.noneHas(room.sourceId()));
        Optional<String> missing = cameras.missing(room.sourceId());
        if (missing.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("event", "event_rejected")
                    .addKeyValue("room_id", room.roomId())
                    .log("The fall in {} is rejected after all: {}", room, missing.get());
            routes.sendBody(
                    "direct:publish-rejection",
                    new EventRejected(RoomJournal.ORCHESTRATOR, missing.get(), Instant.now()));
            emergencies.happened(room.roomId(), room.sourceId(), RoomEvent.RESIDENT_ASSISTED);
        }
    }

    /** Publishes every room again: the broker may have lost what it retained. */
    void brokerMayHaveForgotten() {
        journal.brokerMayHaveForgotten();
        workers.changed();
    }
}
