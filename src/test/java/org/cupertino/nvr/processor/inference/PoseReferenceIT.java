package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Keypoint;
import org.junit.jupiter.api.Test;

/** The shipped pose network finds what another runtime finds with the same weights. */
class PoseReferenceIT {
    private static final Path ALL = Path.of("../shared/models/pose/reference.json");
    private static final Path STILLS = Path.of("../shared/media/lying");
    private static final double LEAST_SCORE = 0.2;

    @Test
    void same_network_input_gives_the_same_people_and_points() throws Exception {
        try (Detector detector = detector(Precision.FP32)) {
            for (JsonNode reference : inProject()) {
                List<Detection> found = detector.detect(frame(reference)).detections();
                for (JsonNode person : reference.get("people")) {
                    if (score(person) > LEAST_SCORE) {
                        Detection same = best(person, found);
                        assertThat((double) same.confidence())
                                .isCloseTo(score(person), within(0.002));
                        BoundingBox box = same.bbox();
                        assertThat(box.x() - box.width() / 2.0)
                                .isCloseTo(left(person), within(1.0));
                        assertThat(box.y() + box.height() / 2.0)
                                .isCloseTo(bottom(person), within(1.0));
                        assertPoints(person, same, LEAST_SCORE, 1, 0.002);
                    }
                }
            }
        }
    }

    @Test
    void bf16_finds_the_same_people_close_by() throws Exception {
        try (Detector detector = detector(Precision.BF16)) {
            assertThat(detector.precision()).contains(Precision.BF16);
            for (JsonNode reference : inProject()) {
                assertClose(reference, detector.detect(frame(reference)).detections());
            }
        }
    }

    @Test
    void people_are_found_in_whole_frames_whatever_the_scaler() throws Exception {
        assumeTrue(Files.isRegularFile(ALL), "the whole reference, " + ALL + ", is not here");
        try (Detector detector = detector(Precision.FP32)) {
            for (JsonNode reference : new ObjectMapper().readTree(ALL.toFile())) {
                if (reference.get("imgsz").get(0).asInt() == 416) {
                    Path still = STILLS.resolve(reference.get("image").asText());
                    PngFrame frame = PngFrame.of(Files.newInputStream(still));
                    assertClose(reference, detector.detect(frame).detections());
                }
            }
        }
    }

    private static void assertClose(JsonNode reference, List<Detection> found) {
        for (JsonNode person : reference.get("people")) {
            // Near the threshold either runtime may leave a person out.
            if (score(person) > LEAST_SCORE + 0.1) {
                Detection same = best(person, found);
                assertThat(iou(person, same)).isGreaterThanOrEqualTo(0.8);
                assertThat((double) same.confidence()).isCloseTo(score(person), within(0.08));
                double length = Math.max(same.bbox().width(), same.bbox().height());
                assertPoints(person, same, 0.5, 0.08 * length, 0.4);
            }
        }
    }

    private static void assertPoints(
            JsonNode person, Detection found, double least, double pixels, double score) {
        for (int k = 0; k < 17; k++) {
            JsonNode expected = person.get("keypoints").get(k);
            Keypoint point = found.keypoints().get(k);
            if (expected.get(2).asDouble() >= least) {
                assertThat((double) point.x())
                        .as(point.name())
                        .isCloseTo(expected.get(0).asDouble(), within(pixels));
                assertThat((double) point.y())
                        .as(point.name())
                        .isCloseTo(expected.get(1).asDouble(), within(pixels));
                assertThat((double) point.confidence())
                        .isCloseTo(expected.get(2).asDouble(), within(score));
            }
        }
    }

    private static Detection best(JsonNode person, List<Detection> found) {
        return found.stream().max(Comparator.comparing(d -> iou(person, d))).orElseThrow();
    }

    private static double iou(JsonNode person, Detection found) {
        double[] sides = new double[4];
        for (int i = 0; i < 4; i++) {
            sides[i] = person.get("xyxy").get(i).asDouble();
        }
        return new Reference.Expected("person", 0, sides).iou(found);
    }

    private static double score(JsonNode person) {
        return person.get("score").asDouble();
    }

    private static double left(JsonNode person) {
        return person.get("xyxy").get(0).asDouble();
    }

    private static double bottom(JsonNode person) {
        return person.get("xyxy").get(3).asDouble();
    }

    private static JsonNode inProject() throws Exception {
        try (InputStream json = resource("people.json")) {
            return new ObjectMapper().readTree(json);
        }
    }

    private static PngFrame frame(JsonNode reference) {
        return PngFrame.letterboxed(
                resource(reference.get("letterboxed").asText()),
                reference.get("width").asInt(),
                reference.get("height").asInt());
    }

    private static InputStream resource(String name) {
        return PoseReferenceIT.class.getResourceAsStream("/reference/pose/" + name);
    }

    private static Detector detector(Precision precision) throws ModelException {
        Detector detector =
                new Detector(
                        new ModelStore(Path.of("models"), new TorchFormat()),
                        new DetectorSettings(
                                "cpu",
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                Set.of(),
                                precision,
                                300));
        detector.load("movenet-multipose");
        return detector;
    }
}
