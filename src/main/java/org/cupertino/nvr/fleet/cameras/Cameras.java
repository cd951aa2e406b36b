package org.cupertino.nvr.fleet.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.Status;
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
    private final Roster roster;
    private final BooleanSupplier publishes;
    private final CameraBook book;
    private final SignsOfLife signs;
    private Map<String, JsonNode> metrics = Map.of();
    private Set<String> known = Set.of();
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
        this.roster = roster;
        this.publishes = publishes;
        book = new CameraBook(instanceId, Instant::now, System::nanoTime);
        signs = new SignsOfLife(roster::answers, System::nanoTime);
        Topics topics = fleet.topics();
        fleet.follow(topics.cameras(Topics.ANY), this::retained, this::emptied);
        fleet.follow(topics.detections(Topics.ANY), this::seen, source -> {});
    }

    /** What is to be published now, one of a camera; nothing unless this program leads. */
    public synchronized List<CameraChange> changes() {
        if (!fleet.isUpFor(SETTLED)) {
            return List.of();
        }
        readMetrics();
        List<Status> statuses = fleet.processors();
        noteCleared(statuses);
        book.look(() -> statuses, signs, fleet.isUpFor(ALL_BACK));
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

    private void noteCleared(List<Status> statuses) {
        Set<String> now = statuses.stream().map(Status::instanceId).collect(Collectors.toSet());
        known.stream().filter(instance -> !now.contains(instance)).forEach(book::cleared);
        known = now;
    }

    /** Metrics are never retained: new ones are a sign of life. */
    private void readMetrics() {
        Map<String, JsonNode> now = new TreeMap<>(fleet.metrics());
        now.forEach(
                (instance, message) -> {
                    if (message != metrics.get(instance)) {
                        signs.heard(instance);
                        message.path("sources").forEach(source -> captured(message, source));
                    }
                });
        metrics = now;
    }

    private void captured(JsonNode message, JsonNode source) {
        JsonNode age = source.path("last_frame_age_s");
        Instant at = Text.instant(message, "timestamp");
        if (at != null && age.isNumber() && source.path("source_id").isInt()) {
            long ms = (long) (Math.min(1e9, Math.max(0, age.asDouble())) * 1_000);
            book.captured(source.path("source_id").asInt(), minus(at, ms));
        }
    }

    private static Instant minus(Instant at, long ms) {
        try {
            return at.minusMillis(ms);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
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
        signs.heard(event.path("instance_id").asText());
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
