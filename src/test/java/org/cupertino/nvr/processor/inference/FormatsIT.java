package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.wire.Detection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as Ultralytics exports them, which are not part of the project. */
class FormatsIT {
    private static final Path FORMATS = Path.of("../shared/models/formats");

    @TempDir Path folder;

    @BeforeEach
    void assume_formats() {
        assumeTrue(Files.isDirectory(FORMATS), FORMATS + " is not here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolov8n", "yolo11n", "yolo26n"})
    void export_loads_and_runs_in_both_precisions(String id) throws Exception {
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            // The weights are random: without a threshold every cell is a detection.
            try (Detector detector =
                    new Detector(
                            new ModelStore(FORMATS, new TorchFormat()), everything(precision))) {
                detector.load(id);
                List<Detection> found = detector.detect(Reference.frame()).detections();
                assertThat(found).hasSize(300);
                assertThat(found)
                        .allSatisfy(
                                d -> {
                                    assertThat(d.confidence()).isBetween(0f, 1f);
                                    assertThat(d.bbox().x()).isBetween(0f, 416f);
                                    assertThat(d.bbox().width()).isBetween(0f, 416f);
                                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "BF16"})
    void end_to_end_layout_gives_what_the_grid_layout_gives(Precision precision) throws Exception {
        List<Detection> grid;
        try (Detector detector =
                new Detector(
                        new ModelStore(Path.of("models"), new TorchFormat()),
                        Reference.settings(Precision.FP32))) {
            detector.load("nanodet-g");
            grid = detector.detect(Reference.frameInProject()).detections();
        }
        try (Detector detector =
                new Detector(
                        new ModelStore(FORMATS, new TorchFormat()),
                        Reference.settings(precision))) {
            detector.load("nanodet-g-e2e");
            List<Detection> found = detector.detect(Reference.frameInProject()).detections();
            List<Detection> sure = grid.stream().filter(d -> d.confidence() > 0.3).toList();
            assertThat(sure).isNotEmpty();
            for (Detection expected : sure) {
                assertThat(found)
                        .anySatisfy(
                                d -> {
                                    assertThat(d.className()).isEqualTo(expected.className());
                                    assertThat(d.confidence())
                                            .isBetween(
                                                    expected.confidence() - 0.01f,
                                                    expected.confidence() + 0.01f);
                                    assertThat(d.bbox().x())
                                            .isBetween(
                                                    expected.bbox().x() - 2,
                                                    expected.bbox().x() + 2);
                                });
            }
        }
    }

    @Test
    void export_with_nms_fails_with_the_way_out() {
        assertFails(FORMATS, "yolo11n-nms", "export it without nms=True");
    }

    @Test
    void fixed_export_fails_at_another_size() throws Exception {
        copy("yolo11n");
        Files.writeString(folder.resolve("yolo11n.yaml"), "imgsz: 416");
        assertFails(folder, "yolo11n", "works at imgsz [640, 640] only");
    }

    @Test
    void names_that_do_not_fit_the_output_fail() throws Exception {
        copy("yolo11n");
        Files.writeString(folder.resolve("yolo11n.yaml"), "names: [person, dog]");
        assertFails(folder, "yolo11n", "gives [84, 8400] numbers a picture, but its 2 class names");
    }

    private void copy(String id) throws Exception {
        String name = id + ".torchscript";
        Files.copy(FORMATS.resolve(name), folder.resolve(name));
    }

    private static void assertFails(Path folder, String id, String message) {
        try (Detector detector =
                new Detector(
                        new ModelStore(folder, new TorchFormat()), everything(Precision.AUTO))) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> detector.load(id));
            assertThat(e.code()).isEqualTo("model_load_failed");
            assertThat(e).hasMessageContaining(message);
            assertThat(detector.modelId()).isEmpty();
        }
    }

    private static DetectorSettings everything(Precision precision) {
        return new DetectorSettings(
                "cpu", OptionalDouble.of(0), OptionalDouble.of(1), Set.of(), precision, 300);
    }
}
