package org.cupertino.nvr.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cupertino.nvr.support.MqttProbe.Received;

/**
 * What a subscriber saw, in the order of arrival, and what it did not.
 *
 * @param seen detections
 * @param twice detections of one frame of one processor
 * @param missing samples that were due between two detections of a camera
 * @param told of these, between which a status said that the processor or the camera was away
 * @param unseen the longest time between two detections of a camera, less their interval
 */
record Ledger(long seen, long twice, long missing, long told, Duration unseen) {
    /** How far a frame may be from where it was due, in intervals. */
    private static final double LATE = 0.75;

    /**
     * @param offsets by which clocks were ahead at times
     */
    static Ledger of(
            List<Received> messages, int cameras, Duration interval, List<Duration> offsets) {
        long seen = 0;
        long twice = 0;
        long missing = 0;
        long told = 0;
        Duration unseen = Duration.ZERO;
        for (int camera = 0; camera < cameras; camera++) {
            Set<String> frames = new HashSet<>();
            Instant last = null;
            boolean away = false;
            for (Event event : events(messages, camera, offsets)) {
                away |= event.away();
                if (event.at() == null) {
                    continue;
                } else if (!frames.add(event.frame())) {
                    twice++;
                    continue;
                }
                seen++;
                if (last != null && event.at().isAfter(last)) {
                    Duration gap = Duration.between(last, event.at());
                    long lost =
                            (long) (gap.toMillis() / (double) interval.toMillis() + 1 - LATE) - 1;
                    missing += Math.max(0, lost);
                    told += away ? Math.max(0, lost) : 0;
                    Duration beyond = gap.minus(interval);
                    unseen = beyond.compareTo(unseen) > 0 ? beyond : unseen;
                }
                last = last == null || event.at().isAfter(last) ? event.at() : last;
                away = false;
            }
        }
        return new Ledger(seen, twice, missing, told, unseen);
    }

    /** What is no JSON, as somebody hostile writes it, is a missing node. */
    static JsonNode json(Received message) {
        try {
            return message.json();
        } catch (AssertionError e) {
            return MissingNode.getInstance();
        }
    }

    long due() {
        return seen + missing;
    }

    /** A detection of a frame at a time, or a status that says something about the camera. */
    private record Event(Instant at, String frame, boolean away) {}

    private static List<Event> events(List<Received> messages, int camera, List<Duration> offsets) {
        List<Event> events = new ArrayList<>();
        for (Received message : messages) {
            if (message.topic().equals("nvr/detections/" + camera)) {
                JsonNode event = message.json();
                Instant said = Instant.parse(event.path("timestamp").asText());
                Instant at = said.minus(nearest(Duration.between(message.at(), said), offsets));
                String frame = event.path("instance_id").asText() + " " + at;
                events.add(new Event(at, frame, false));
            } else if (message.topic().equals("nvr/control/status/" + Stage.ID)
                    && !message.payload().isEmpty()) {
                events.add(new Event(null, null, away(json(message), camera)));
            }
        }
        return events;
    }

    private static Duration nearest(Duration ahead, List<Duration> offsets) {
        return Collections.min(offsets, Comparator.comparing(offset -> ahead.minus(offset).abs()));
    }

    private static boolean away(JsonNode status, int camera) {
        if (!status.path("status").asText().equals("running")) {
            return true;
        }
        for (JsonNode source : status.path("sources")) {
            if (source.path("source_id").asInt() == camera) {
                return !source.path("state").asText().equals("live");
            }
        }
        return false;
    }
}
