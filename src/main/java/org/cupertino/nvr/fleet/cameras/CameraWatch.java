package org.cupertino.nvr.fleet.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.Status;

/** Looks at the processors again and again, and keeps the book of cameras. Thread-safe. */
public final class CameraWatch {
    private final Fleet fleet;
    private final CameraBook book;
    private final SignsOfLife signs;
    private Map<String, JsonNode> metrics = Map.of();
    private Set<String> known = Set.of();

    /**
     * @param instanceId of the program that judges
     * @param roster of that fleet
     */
    public CameraWatch(String instanceId, Fleet fleet, Roster roster) {
        this.fleet = fleet;
        book = new CameraBook(instanceId, Instant::now, System::nanoTime);
        signs = new SignsOfLife(roster::answers, System::nanoTime);
    }

    /** What is known of the cameras. */
    public CameraBook book() {
        return book;
    }

    /** A processor has published something that is not retained. */
    public void heard(String instance) {
        signs.heard(instance);
    }

    /** Whether a processor has shown lately that it is there. */
    public boolean isThere(Status status) {
        return signs.test(status);
    }

    /**
     * Brings the book up to date.
     *
     * @param complete whether each processor that is there must have shown it by now
     * @return the last status of each processor
     */
    public synchronized List<Status> look(boolean complete) {
        readMetrics();
        List<Status> statuses = fleet.processors();
        noteCleared(statuses);
        book.look(() -> statuses, signs, complete);
        return statuses;
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
}
