package org.cupertino.nvr.fleet.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.cupertino.nvr.wire.Json;

/**
 * What a detection event says of people.
 *
 * @param instanceId of the processor that saw it
 * @param at when the frame was captured, by the clock of that processor's machine
 * @param zoneKinds kinds of all zones that the camera has
 */
record Sighting(
        String instanceId,
        int sourceId,
        long frameId,
        Instant at,
        Set<String> zoneKinds,
        List<Person> persons) {
    private static final ObjectMapper JSON = Json.strictMapper();
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Height of a box by its width: who sits or bends fills a square, more or less. */
    private static final double HIGH = 1.6;

    private static final int LARGEST_BYTES = 1 << 20;

    /**
     * One person.
     *
     * @param posture as on the wire; empty where nothing looks at it
     * @param confidence of the posture, or of the detection where the posture has none; 0 to 1
     * @param zoneKinds kinds of the zones the person is in
     * @param trackerId null where nothing tracks
     * @param mayStand was looked at by a detector, which knows no postures: does not seem to lie,
     *     and is much higher than wide
     */
    record Person(
            String posture,
            double confidence,
            Set<String> zoneKinds,
            Integer trackerId,
            boolean mayStand) {
        boolean isUpright() {
            return posture.equals("upright");
        }
    }

    /** Of a payload; empty if that is no detection event. */
    static Optional<Sighting> of(byte[] payload) {
        if (payload == null || payload.length > LARGEST_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode event = JSON.readTree(payload);
            JsonNode source = event.path("source_id");
            if (!source.isInt() || source.asInt() < 0 || !event.path("detections").isArray()) {
                return Optional.empty();
            }
            Instant at = Instant.parse(event.path("timestamp").asText());
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Sighting(
                            event.path("instance_id").asText(),
                            source.asInt(),
                            event.path("frame_id").asLong(),
                            at,
                            words(event.path("zone_kinds")),
                            StreamSupport.stream(event.path("detections").spliterator(), false)
                                    .filter(d -> d.path("class_name").asText().equals("person"))
                                    .map(Sighting::person)
                                    .toList()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Person person(JsonNode detection) {
        JsonNode sure = detection.path("posture_confidence");
        JsonNode tracker = detection.path("tracker_id");
        return new Person(
                detection.path("posture").asText(),
                (sure.isNumber() ? sure : detection.path("confidence")).asDouble(),
                words(detection.path("zone_kinds")),
                tracker.isInt() ? tracker.asInt() : null,
                mayStand(detection));
    }

    private static boolean mayStand(JsonNode detection) {
        JsonNode box = detection.path("bbox");
        return detection.path("posture").asText().equals("unknown")
                && !detection.has("keypoints")
                && box.path("height").asDouble() > HIGH * box.path("width").asDouble();
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new HashSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Whether somebody has said where in the picture the floor or a bed is. */
    boolean knowsTheRoom() {
        return zoneKinds.contains("floor") || zoneKinds.contains("bed");
    }

    /** Who lies, not in a bed, and on the floor where the camera has such a zone. */
    List<Person> onFloor() {
        return persons.stream()
                .filter(person -> person.posture().equals("lying"))
                .filter(person -> !person.zoneKinds().contains("bed"))
                .filter(
                        person ->
                                !zoneKinds.contains("floor")
                                        || person.zoneKinds().contains("floor"))
                .toList();
    }
}
