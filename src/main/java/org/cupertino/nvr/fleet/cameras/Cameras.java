package org.cupertino.nvr.fleet.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code cameras} of the routes: which cameras have changed, while this program leads.
 * Until then it learns from the one that does. Thread-safe.
 */
public final class Cameras {
    private static final Logger LOG = LoggerFactory.getLogger(Cameras.class);
    private static final int LONGEST_CLASS = 64;

    /** Retained messages have arrived by then. */
    private static final Duration SETTLED = Duration.ofMillis(1_500);

    /** Every processor has shown by then that it is there, also if the broker lost all statuses. */
    private static final Duration ALL_BACK = Duration.ofSeconds(20);

    /** After a message that the broker did not take. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Fleet fleet;
    private final BooleanSupplier publishes;
    private final CameraWatch watch;
    private final CameraBook book;
    private volatile boolean leading;
    private long pausedUntil = System.nanoTime();
    private boolean refused;

    /**
     * @param fleet not open yet
     * @param roster of that fleet
     * @param instanceId of this program
     * @param publishes whether this program leads, and can publish
     */
    public Cameras(Fleet fleet, Roster roster, String instanceId, BooleanSupplier publishes)
            throws MqttException {
        this.fleet = fleet;
        this.publishes = publishes;
        watch = new CameraWatch(instanceId, fleet, roster);
        book = watch.book();
        Topics topics = fleet.topics();
        fleet.follow(topics.cameras(Topics.ANY), this::retained, this::emptied);
        fleet.follow(topics.detections(Topics.ANY), this::seen, source -> {});
    }

    /** What is to be published now, one of a camera; nothing unless this program leads. */
    public synchronized List<CameraChange> changes() {
        if (!fleet.isUpFor(SETTLED)) {
            return List.of();
        }
        watch.look(fleet.isUpFor(ALL_BACK));
        if (!publishes.getAsBoolean() || System.nanoTime() - pausedUntil < 0) {
            return List.of();
        }
        leading = true;
        return book.changes();
    }

    /** The broker has it. */
    public synchronized void told(CameraChange change) {
        refused = false;
        book.told(change);
    }

    /** The broker did not take one: nothing is published for ten seconds. Logged once in a row. */
    public synchronized void failed(Exception why) {
        pausedUntil = System.nanoTime() + PAUSE.toNanos();
        if (refused) {
            return;
        }
        refused = true;
        Throwable cause = why;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        LOG.atWarn()
                .addKeyValue("event", "camera_not_published")
                .log("The broker did not take the status of a camera: {}", cause.getMessage());
    }

    /** Publishes all cameras again: the broker may have lost what it retained. */
    public void brokerMayHaveForgotten() {
        book.brokerMayHaveForgotten();
    }

    /** How many cameras are in that state; 0 on standby. */
    public long count(CameraState state) {
        return leading ? book.counts().getOrDefault(state, 0L) : 0;
    }

    private void retained(String source, JsonNode message) {
        if (!leading) {
            book.takeUp(Messages.cameraStatus(source, message));
        }
    }

    private void emptied(String source) {
        if (source.matches("[0-9]{1,9}")) {
            book.emptied(Integer.parseInt(source));
        }
    }

    private void seen(String source, JsonNode event) {
        Instant at = Text.instant(event, "timestamp");
        if (at == null || !event.path("source_id").asText().equals(source)) {
            return;
        }
        watch.heard(event.path("instance_id").asText());
        List<String> classes = new ArrayList<>();
        for (JsonNode detection : event.path("detections")) {
            String name = detection.path("class_name").asText();
            if (!name.isBlank()) {
                classes.add(Text.plain(name, LONGEST_CLASS));
            }
        }
        book.saw(event.path("source_id").asInt(), at, classes);
    }
}
