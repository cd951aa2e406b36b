package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.Reference.Expected;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.wire.Detection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds what Ultralytics' own code finds. */
class ReferenceIT {
    @TempDir Path models;

    @BeforeEach
    void shipped_model_at_all_sizes_of_the_reference() throws Exception {
        Files.copy(Path.of("models/nanodet-g.torchscript"), models.resolve("416x416.torchscript"));
        Files.writeString(
                models.resolve("640x640.yaml"), "{file: 416x416.torchscript, imgsz: 640}");
        Files.writeString(
                models.resolve("384x640.yaml"), "{file: 416x416.torchscript, imgsz: [384, 640]}");
    }

    @Test
    void same_network_input_gives_the_same_detections() throws Exception {
        try (Detector detector = detector(Precision.FP32)) {
            detector.load("416x416");
            Inference inference = detector.detect(Reference.frameInProject());
            assertSame(Reference.inProject().get(0).detections(), inference.detections());
            assertThat(inference.modelId()).isEqualTo("416x416");
            assertThat(inference.inferenceTimeMs()).isPositive();
            assertThat(inference.scaleTimeMs()).isNotNegative();
        }
    }

    @Test
    void bf16_keeps_boxes_and_scores_close() throws Exception {
        List<Expected> sure =
                Reference.inProject().get(0).detections().stream()
                        .filter(expected -> expected.confidence() > 0.3)
                        .toList();
        try (Detector detector = detector(Precision.BF16)) {
            detector.load("416x416");
            List<Detection> found = detector.detect(Reference.frameInProject()).detections();
            assertThat(found)
                    .as("bf16 is used: not the detections of 32 bits, to the last digit")
                    .isNotEqualTo(in32Bits());
            for (Expected expected : sure) {
                Detection best = best(expected, found);
                assertThat(expected.distance(best)).isLessThan(2);
                assertThat((double) best.confidence())
                        .isBetween(expected.confidence() - 0.01, expected.confidence() + 0.01);
            }
        }
    }

    @Test
    void same_network_inputs_give_the_same_detections_in_the_whole_reference() throws Exception {
        assumeWholeReference();
        try (Detector detector = detector(Precision.FP32)) {
            detector.load("416x416");
            for (Reference reference : Reference.all()) {
                if (reference.letterboxed() != null) {
                    PngFrame whole = frame(reference.image());
                    PngFrame frame =
                            PngFrame.letterboxed(
                                    Files.newInputStream(
                                            Reference.ALL.resolve(reference.letterboxed())),
                                    whole.width(),
                                    whole.height());
                    assertSame(reference.detections(), detector.detect(frame).detections());
                }
            }
        }
    }

    @Test
    void people_are_found_in_whole_frames_whatever_the_scaler() throws Exception {
        assumeWholeReference();
        for (String size : List.of("416x416", "640x640", "384x640")) {
            try (Detector detector = detector(Precision.FP32)) {
                detector.load(size);
                for (Reference reference : Reference.all()) {
                    if (size.equals(reference.imgsz().get(0) + "x" + reference.imgsz().get(1))) {
                        assertPeople(
                                reference, detector.detect(frame(reference.image())).detections());
                    }
                }
            }
        }
    }

    private List<Detection> in32Bits() throws ModelException {
        try (Detector detector = detector(Precision.FP32)) {
            detector.load("416x416");
            return detector.detect(Reference.frameInProject()).detections();
        }
    }

    private static void assertSame(List<Expected> all, List<Detection> found) {
        assertThat(found).hasSameSizeAs(all);
        for (Expected expected : all) {
            Detection best = best(expected, found);
            assertThat(expected.distance(best)).as("%s", expected).isLessThanOrEqualTo(0.1);
            assertThat((double) best.confidence())
                    .isBetween(expected.confidence() - 0.002, expected.confidence() + 0.002);
        }
        assertThat(found.stream().map(Detection::confidence).toList())
                .isSortedAccordingTo((a, b) -> Float.compare(b, a));
    }

    private static void assertPeople(Reference reference, List<Detection> found) {
        String context = reference.image() + " at " + reference.imgsz();
        List<Expected> people =
                reference.detections().stream()
                        .filter(expected -> expected.className().equals("person"))
                        .toList();
        for (Expected person : people) {
            if (person.confidence() > 0.5) {
                Detection best = best(person, found);
                assertThat(person.iou(best)).as(context).isGreaterThanOrEqualTo(0.85);
                assertThat((double) best.confidence())
                        .as(context)
                        .isBetween(person.confidence() - 0.08, person.confidence() + 0.08);
            }
        }
        assertThat(found)
                .as(context)
                .filteredOn(d -> d.className().equals("person") && d.confidence() > 0.6)
                .allMatch(d -> people.stream().anyMatch(person -> person.iou(d) > 0.5));
    }

    private static Detection best(Expected expected, List<Detection> found) {
        return found.stream()
                .filter(d -> d.className().equals(expected.className()))
                .max((a, b) -> Double.compare(expected.iou(a), expected.iou(b)))
                .orElseThrow();
    }

    private Detector detector(Precision precision) {
        return new Detector(
                new ModelStore(models, new TorchFormat()), Reference.settings(precision));
    }

    private static PngFrame frame(String image) throws Exception {
        return PngFrame.of(Files.newInputStream(Reference.ALL.resolve(image)));
    }

    private static void assumeWholeReference() {
        assumeTrue(
                Files.isDirectory(Reference.ALL),
                "the whole reference, " + Reference.ALL + ", is not here");
    }
}
