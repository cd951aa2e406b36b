package org.cupertino.nvr.fleet.emergency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each room about which there is something to do through its route, again and again, on a
 * thread of its own, until it is back to normal. Thread-safe.
 */
final class Orchestrator {
    /** Who publishes the status of rooms. */
    static final String ID = "orchestrator";

    private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);
    private static final ObjectMapper JSON = Json.mapper();

    /** What the broker retains has come by then. */
    private static final Duration SETTLED = Duration.ofMillis(1_500);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final EmergencyQueue emergencies;
    private final RoomJournal statuses;
    private final Map<Integer, RoomStatus> left = new HashMap<>();
    private final Set<Integer> working = new HashSet<>();
    private final ExecutorService workers =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "rooms");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile ProducerTemplate routes;
    private boolean takenOver;
    private long news;

    /**
     * @param fleet not open yet
     */
    Orchestrator(Fleet fleet, EmergencyQueue emergencies, RoomJournal statuses)
            throws MqttException {
        this.fleet = fleet;
        this.statuses = statuses;
        this.emergencies = emergencies;
        fleet.onChange(this::changed);
        fleet.follow("/orchestrator/status/", this::found, room -> {});
        fleet.follow("/detections/", this::seen, source -> {});
    }

    /**
     * Starts.
     *
     * @param template to routes that have started
     * @param ready runs once what another orchestrator left is taken over: events may come
     */
    void start(ProducerTemplate template, Runnable ready) {
        routes = template;
        statuses.publishBy(template);
        fleet.open();
        workers.execute(
                () -> {
                    try {
                        takeOver();
                        ready.run();
                    } catch (InterruptedException e) {
                        LOG.debug("Stopped before the broker was there");
                    }
                });
    }

    /** Leaves everything as it is: who starts next takes it over. */
    void stop() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fleet.close();
    }

    private void takeOver() throws InterruptedException {
        while (!fleet.isUpFor(SETTLED)) {
            awaitChange(news(), SETTLED);
        }
        List<RoomStatus> all;
        synchronized (this) {
            takenOver = true;
            all = List.copyOf(left.values());
        }
        for (RoomStatus last : all) {
            emergencies
                    .takeOver(last)
                    .ifPresent(
                            room -> {
                                LOG.atInfo()
                                        .addKeyValue("event", "room_taken_over")
                                        .log("Going on with {}, {}", room, last.state().wireName());
                                work(room);
                            });
        }
    }

    /** What an orchestrator before this one knew. */
    private synchronized void found(String room, JsonNode status) {
        try {
            RoomStatus last = JSON.treeToValue(status, RoomStatus.class);
            if (!takenOver && room.equals(Integer.toString(last.roomId()))) {
                left.put(last.roomId(), last);
            }
        } catch (JsonProcessingException e) {
            LOG.warn("The retained status of room {} is not one: {}", room, e.getOriginalMessage());
        }
    }

    private void seen(String source, JsonNode detection) {
        for (Room room : emergencies.rooms()) {
            if (source.equals(Integer.toString(room.sourceId()))) {
                try {
                    room.seen(
                            detection.path("instance_id").asText(),
                            Instant.parse(detection.path("timestamp").asText()));
                } catch (DateTimeException e) {
                    LOG.debug("A detection of camera {} has no time", source);
                }
            }
        }
    }

    /** Something happened in a room. */
    void happened(int roomId, int sourceId, RoomEvent event) {
        emergencies
                .happened(roomId, sourceId, event)
                .ifPresentOrElse(
                        room -> {
                            LOG.atInfo()
                                    .addKeyValue("event", event.wireName())
                                    .addKeyValue("room_id", roomId)
                                    .log("{} in room {}", event.wireName(), roomId);
                            work(room);
                            changed();
                        },
                        () -> LOG.info("{} in room {}: known", event.wireName(), roomId));
    }

    private synchronized void work(Room room) {
        if (working.add(room.roomId()) && !workers.isShutdown()) {
            workers.execute(() -> attend(room));
        }
    }

    private void attend(Room room) {
        try {
            while (!workers.isShutdown()) {
                long before = news();
                if (fleet.isUpFor(SETTLED)) {
                    pass(room);
                }
                if (isFinished(room)) {
                    return;
                }
                awaitChange(before, LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is left as it is", room);
        }
    }

    private synchronized boolean isFinished(Room room) {
        boolean finished = statuses.isToldNormal(room) && emergencies.finished(room);
        if (finished) {
            working.remove(room.roomId());
            statuses.done(room);
        }
        return finished;
    }

    private void pass(Room room) {
        try {
            go(room);
        } catch (CamelExecutionException e) {
            LOG.error("{} cannot go through its route", room, e.getCause());
        }
        try {
            statuses.tell(room);
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
            JsonNode metrics = fleet.metrics().get(String.valueOf(room.processor()));
            if (metrics != null) {
                room.measured(room.processor(), metrics.path("inference_throughput").asDouble());
            }
        }
    }

    /** The broker may have forgotten what it was told. */
    void forgotten() {
        statuses.forgotten();
        changed();
    }

    private synchronized void changed() {
        news++;
        notifyAll();
    }

    private synchronized long news() {
        return news;
    }

    private synchronized void awaitChange(long before, Duration atMost)
            throws InterruptedException {
        if (news == before) {
            wait(atMost.toMillis());
        }
    }
}
