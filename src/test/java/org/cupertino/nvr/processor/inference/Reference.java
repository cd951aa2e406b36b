package org.cupertino.nvr.processor.inference;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;

/**
 * What Ultralytics' own code finds in one picture.
 *
 * @param imgsz height and width
 * @param letterboxed file of the exact network input, or null
 */
record Reference(String image, List<Integer> imgsz, String letterboxed, List<Expected> detections) {
    /** Larger reference data of the same form, which is not part of the project. */
    static final Path ALL = Path.of("../shared/models/reference");

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * @param xyxy left, top, right, bottom in pixels of the frame
     */
    record Expected(String className, double confidence, double[] xyxy) {
        double iou(Detection found) {
            BoundingBox box = found.bbox();
            double width =
                    Math.min(xyxy[2], box.x() + box.width() / 2)
                            - Math.max(xyxy[0], box.x() - box.width() / 2);
            double height =
                    Math.min(xyxy[3], box.y() + box.height() / 2)
                            - Math.max(xyxy[1], box.y() - box.height() / 2);
            double shared = Math.max(0, width) * Math.max(0, height);
            double area = (xyxy[2] - xyxy[0]) * (xyxy[3] - xyxy[1]);
            return shared / (area + box.width() * box.height() - shared);
        }

        /** The farthest that an edge lies from where it should, in pixels. */
        double distance(Detection found) {
            BoundingBox box = found.bbox();
            double left = Math.abs(box.x() - box.width() / 2 - xyxy[0]);
            double top = Math.abs(box.y() - box.height() / 2 - xyxy[1]);
            double right = Math.abs(box.x() + box.width() / 2 - xyxy[2]);
            double bottom = Math.abs(box.y() + box.height() / 2 - xyxy[3]);
            return Math.max(Math.max(left, top), Math.max(right, bottom));
        }
    }

    static List<Reference> inProject() throws IOException {
        try (InputStream json = Reference.class.getResourceAsStream("/reference/detections.json")) {
            return List.of(JSON.readValue(json, Reference[].class));
        }
    }

    static List<Reference> all() throws IOException {
        return List.of(
                JSON.readValue(
                        Files.readString(ALL.resolve("detections.json")), Reference[].class));
    }

    /** The picture of the project's reference, for a network of 416x416. */
    static PngFrame frameInProject() {
        return PngFrame.letterboxed(picture(), 768, 576);
    }

    /** The same picture as if a camera of 416x416 had taken it, for a network of any size. */
    static PngFrame frame() {
        return PngFrame.of(picture());
    }

    private static InputStream picture() {
        return Reference.class.getResourceAsStream(
                "/reference/people-768x576-10fps-0-letterbox416.png");
    }

    /** The thresholds that the reference was made with. */
    static DetectorSettings settings(Precision precision) {
        return new DetectorSettings(
                "cpu", OptionalDouble.of(0.25), OptionalDouble.of(0.7), Set.of(), precision, 300);
    }
}
