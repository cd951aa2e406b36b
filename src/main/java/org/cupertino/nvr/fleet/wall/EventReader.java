package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cupertino.nvr.fleet.MalformedMessageException;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.wire.BoundingBox;

/**
 * Reads detection events, whoever wrote them: what makes no sense is no event, texts are plain and
 * cut, and things that are not in the frame are left out.
 */
final class EventReader {
    static final int LARGEST_BYTES = 1 << 20;

    /** Things in a frame; the first ones are the most confident. */
    static final int MOST_BOXES = 50;

    static final int LONGEST_TEXT = 200;
    private static final int MOST_ZONES = 5;
    private static final int LARGEST_SIDE = 100_000;

    /** What a browser can count. */
    private static final long LARGEST_FRAME_ID = 1L << 53;

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private EventReader() {}

    /**
     * @param source the last part of the topic
     * @return empty if it is no detection event of that camera
     */
    static Optional<View> read(String source, byte[] payload) {
        try {
            JsonNode event = Messages.read(payload, LARGEST_BYTES);
            String instance = event.path("instance_id").asText();
            JsonNode frame = event.path("frame_id");
            Instant at = Text.instant(event, "timestamp");
            int width = side(event.path("frame_width"));
            int height = side(event.path("frame_height"));
            boolean makesSense =
                    event.path("source_id").isInt()
                            && event.path("source_id").asText().equals(source)
                            && InstanceIds.isValid(instance)
                            && frame.isIntegralNumber()
                            && frame.canConvertToLong()
                            && frame.longValue() >= 0
                            && frame.longValue() <= LARGEST_FRAME_ID
                            && isPlausible(at)
                            && width > 0
                            && height > 0
                            && event.path("detections").isArray();
            return makesSense
                    ? Optional.of(
                            new View(
                                    instance,
                                    frame.longValue(),
                                    at,
                                    width,
                                    height,
                                    false,
                                    boxes(event.path("detections"), width, height)))
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Whether a browser can show it. */
    static boolean isPlausible(Instant at) {
        return at != null && !at.isBefore(Instant.EPOCH) && at.isBefore(LATEST);
    }

    /** 0 if it is none. */
    private static int side(JsonNode pixels) {
        return pixels.isInt() && pixels.intValue() <= LARGEST_SIDE ? pixels.intValue() : 0;
    }

    private static List<Box> boxes(JsonNode detections, int width, int height) {
        List<Box> boxes = new ArrayList<>();
        for (JsonNode detection : detections) {
            if (boxes.size() == MOST_BOXES) {
                break;
            }
            box(detection, width, height).ifPresent(boxes::add);
        }
        return List.copyOf(boxes);
    }

    private static Optional<Box> box(JsonNode detection, int width, int height) {
        JsonNode confidence = detection.path("confidence");
        JsonNode bbox = detection.path("bbox");
        boolean isInside =
                isWithin(bbox.path("x"), 0, width)
                        && isWithin(bbox.path("y"), 0, height)
                        && isWithin(bbox.path("width"), 0, 2 * width)
                        && isWithin(bbox.path("height"), 0, 2 * height);
        if (!isInside || !isWithin(confidence, 0, 1) || !detection.path("class_name").isTextual()) {
            return Optional.empty();
        }
        JsonNode tracker = detection.path("tracker_id");
        JsonNode posture = detection.path("posture");
        List<String> zones = new ArrayList<>();
        for (JsonNode zone : detection.path("zones")) {
            if (zone.isTextual() && zones.size() < MOST_ZONES) {
                zones.add(Text.plain(zone.textValue(), LONGEST_TEXT));
            }
        }
        return Optional.of(
                new Box(
                        Text.plain(detection.path("class_name").textValue(), LONGEST_TEXT),
                        confidence.doubleValue(),
                        new BoundingBox(
                                bbox.path("x").floatValue(),
                                bbox.path("y").floatValue(),
                                bbox.path("width").floatValue(),
                                bbox.path("height").floatValue()),
                        tracker.isInt() ? tracker.intValue() : null,
                        posture.isTextual() ? Text.plain(posture.textValue(), 20) : null,
                        List.copyOf(zones)));
    }

    private static boolean isWithin(JsonNode number, double least, double most) {
        return number.isNumber() && number.doubleValue() >= least && number.doubleValue() <= most;
    }
}
