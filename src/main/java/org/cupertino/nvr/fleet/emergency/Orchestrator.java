package org.cupertino.nvr.fleet.emergency;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Messages;
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

    private final Fleet fleet;
    private final EmergencyQueue emergencies;
    private final RoomJournal journal;
    private final RoomWorkers workers = new RoomWorkers();
    private final Map<Integer, RoomStatus> retained = new HashMap<>();
    private volatile ProducerTemplate routes;
    private boolean takenOver;

    /**
     * @param fleet not open yet
     */
    Orchestrator(Fleet fleet, EmergencyQueue emergencies, RoomJournal journal)
            throws MqttException {
        this.fleet = fleet;
        this.journal = journal;
        this.emergencies = emergencies;
        fleet.onChange(workers::changed);
        fleet.follow(fleet.topics().roomStatus(Topics.ANY), this::found, room -> {});
        fleet.follow(fleet.topics().detections(Topics.ANY), this::seen, source -> {});
    }

    /**
     * Starts.
     *
     * @param template to routes that have started
     * @param ready runs once the rooms of another orchestrator are taken over: events may come
     */
    void start(ProducerTemplate template, Runnable ready) {
        routes = template;
        journal.publishBy(template);
        fleet.open();
        workers.start(
                () -> {
                    takeOver();
                    ready.run();
                });
    }

    /** Changes nothing at the site: the next orchestrator takes the rooms over. */
    void stop() {
        workers.stop();
        fleet.close();
    }

    private void takeOver() throws InterruptedException {
        while (!fleet.isUpFor(SETTLED)) {
            workers.awaitChange(workers.changes(), SETTLED);
        }
        List<RoomStatus> all;
        synchronized (this) {
            takenOver = true;
            all = List.copyOf(retained.values());
        }
        for (RoomStatus last : all) {
            emergencies
                    .takeOver(last)
                    .ifPresent(
                            room -> {
                                LOG.atInfo()
                                        .addKeyValue("event", "room_taken_over")
                                        .log("Took over {}, {}", room, last.state().wireName());
                                workers.attend(room, this);
                            });
        }
    }

    /** A retained status that another orchestrator published. */
    private synchronized void found(String room, JsonNode status) {
        RoomStatus last = Messages.roomStatus(room, status);
        if (!takenOver) {
            retained.put(last.roomId(), last);
        }
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

    /** Acts upon an event; returns at once. */
    void happened(int roomId, int sourceId, RoomEvent event) {
        emergencies
                .happened(roomId, sourceId, event)
                .ifPresentOrElse(
                        room -> {
                            LOG.atInfo()
                                    .addKeyValue("event", event.wireName())
                                    .addKeyValue("room_id", roomId)
                                    .log("{} in room {}", event.wireName(), roomId);
                            workers.attend(room, this);
                            workers.changed();
                        },
                        () ->
                                LOG.info(
                                        "{} in room {} ignored, it changes nothing",
                                        event.wireName(),
                                        roomId));
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

    /** Publishes every room again: the broker may have lost what it retained. */
    void brokerMayHaveForgotten() {
        journal.brokerMayHaveForgotten();
        workers.changed();
    }
}
