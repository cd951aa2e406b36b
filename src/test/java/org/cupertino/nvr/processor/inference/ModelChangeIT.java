package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.torch.TestArchive;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.support.Detectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelChangeIT {
    private static final List<String> MODELS = List.of("nanodet-g", "nanodet-g-640");

    @TempDir Path folder;
    private Detector detector;

    @BeforeEach
    void two_models() throws Exception {
        Files.copy(
                Path.of("models/nanodet-g.torchscript"), folder.resolve("nanodet-g.torchscript"));
        Files.copy(Path.of("models/nanodet-g-640.yaml"), folder.resolve("nanodet-g-640.yaml"));
        detector = Detectors.on(folder);
    }

    @AfterEach
    void close() {
        detector.close();
    }

    @Test
    void detector_without_a_model_says_so() {
        assertThat(detector.modelId()).isEmpty();
        assertThatThrownBy(() -> detector.detect(Reference.frame()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No model is loaded");
    }

    @Test
    void ten_changes_under_load_lose_no_frame() throws Exception {
        assertThat(framesDuringChanges(10)).isGreaterThan(10);
    }

    @Test
    @Tag("long")
    void two_hundred_changes_under_load_lose_no_frame_and_no_memory() throws Exception {
        framesDuringChanges(60);
        long before = residentMegabytes();
        assertThat(framesDuringChanges(200)).isGreaterThan(200);
        assertThat(residentMegabytes() - before).as("megabytes grown").isLessThan(50);
    }

    @Test
    void change_to_another_layout_with_other_class_names_and_back() throws Exception {
        TestArchive.endToEnd().write(folder.resolve("goods.torchscript"));
        detector.load("nanodet-g");
        Inference before = detector.detect(Reference.frame());
        detector.load("goods");
        Inference goods = detector.detect(Reference.frame());
        assertThat(goods.modelId()).isEqualTo("goods");
        assertThat(goods.detections())
                .singleElement()
                .matches(found -> found.className().equals("barrel"))
                .matches(found -> found.confidence() == 0.75f);
        detector.load("nanodet-g");
        assertThat(detector.detect(Reference.frame()).detections())
                .isNotEmpty()
                .isEqualTo(before.detections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"missing", "../secret", "text", "truncated", "flipped", "nothing", "narrow"})
    void failed_change_leaves_the_old_model_working(String id) throws Exception {
        writeBrokenModels();
        detector.load("nanodet-g");
        Inference before = detector.detect(Reference.frame());
        ModelException e = catchThrowableOfType(ModelException.class, () -> detector.load(id));
        assertThat(e.code())
                .isEqualTo(
                        id.equals("missing") || id.startsWith("..")
                                ? "unknown_model"
                                : "model_load_failed");
        assertThat(e.getMessage()).contains("; the models are ", "format=torchscript");
        assertThat(e.getMessage()).doesNotContain("\n", "Exception", "ai.djl", folder.toString());
        assertThat(detector.modelId()).contains("nanodet-g");
        assertThat(detector.detect(Reference.frame()).detections())
                .isNotEmpty()
                .isEqualTo(before.detections());
    }

    @Test
    void close_during_inference_ends_it_in_peace() throws Exception {
        detector.load("nanodet-g");
        ExecutorService workers = Executors.newFixedThreadPool(2);
        AtomicLong frames = new AtomicLong();
        List<Future<?>> results = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            results.add(
                    workers.submit(
                            () -> {
                                while (true) {
                                    detector.detect(Reference.frame());
                                    frames.incrementAndGet();
                                }
                            }));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> frames.get() > 4);
        detector.close();
        for (Future<?> result : results) {
            assertThatThrownBy(() -> result.get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("No model is loaded");
        }
        workers.shutdown();
        assertThat(detector.modelId()).isEmpty();
        assertThatThrownBy(() -> detector.load("nanodet-g"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The detector is closed");
    }

    @Test
    void only_wanted_classes_are_reported() throws Exception {
        try (Detector all = detector(Set.of());
                Detector cars = detector(Set.of("car", "no such class"))) {
            all.load("nanodet-g");
            cars.load("nanodet-g");
            assertThat(cars.detect(Reference.frame()).detections())
                    .isNotEmpty()
                    .isEqualTo(
                            all.detect(Reference.frame()).detections().stream()
                                    .filter(d -> d.className().equals("car"))
                                    .toList());
        }
    }

    @Test
    void model_that_knows_none_of_the_wanted_classes_is_refused() {
        try (Detector people = detector(Set.of("People"))) {
            assertThatThrownBy(() -> people.load("nanodet-g"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(
                            "nanodet-g knows none of the classes [People]; the models are ");
        }
    }

    @Test
    void device_that_is_not_there_is_refused() {
        DetectorSettings settings =
                new DetectorSettings(
                        "cuda:99",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Set.of(),
                        Precision.AUTO,
                        300);
        try (Detector onGpu = new Detector(new ModelStore(folder, new TorchFormat()), settings)) {
            assertThatThrownBy(() -> onGpu.load("nanodet-g"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("The device cuda:99 is asked for");
        }
    }

    @Test
    void setting_beats_card_and_card_beats_default() throws Exception {
        Files.writeString(
                folder.resolve("sure.yaml"), "{file: nanodet-g.torchscript, confidence: 0.7}");
        detector.load("sure");
        int sure = detector.detect(Reference.frame()).detections().size();
        detector.load("nanodet-g");
        int usual = detector.detect(Reference.frame()).detections().size();
        try (Detector set = detector(Set.of())) {
            set.load("sure");
            int asSet = set.detect(Reference.frame()).detections().size();
            assertThat(List.of(sure, usual, asSet)).isSorted().doesNotHaveDuplicates();
        }
    }

    /** Two threads look at frames while the model changes; each result must be a good one. */
    private long framesDuringChanges(int changes) throws Exception {
        detector.load(MODELS.get(0));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong frames = new AtomicLong();
        ExecutorService workers = Executors.newFixedThreadPool(2);
        List<Future<?>> results = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            results.add(
                    workers.submit(
                            () -> {
                                var frame = Reference.frame();
                                while (!stop.get()) {
                                    Inference inference = detector.detect(frame);
                                    assertThat(inference.modelId()).isIn(MODELS);
                                    assertThat(inference.detections()).isNotEmpty();
                                    frames.incrementAndGet();
                                }
                            }));
        }
        for (int change = 1; change <= changes; change++) {
            String id = MODELS.get(change % 2);
            detector.load(id);
            assertThat(detector.modelId()).contains(id);
        }
        stop.set(true);
        for (Future<?> result : results) {
            result.get(60, TimeUnit.SECONDS);
        }
        workers.shutdown();
        return frames.get();
    }

    private Detector detector(Set<String> classes) {
        return new Detector(
                new ModelStore(folder, new TorchFormat()),
                new DetectorSettings(
                        "cpu",
                        OptionalDouble.of(0.25),
                        OptionalDouble.empty(),
                        classes,
                        Precision.AUTO,
                        300));
    }

    private void writeBrokenModels() throws Exception {
        byte[] good = Files.readAllBytes(folder.resolve("nanodet-g.torchscript"));
        byte[] flipped = good.clone();
        ByteBuffer.wrap(flipped).putInt(flipped.length / 2, 0x12345678);
        Files.write(folder.resolve("flipped.torchscript"), flipped);
        Files.write(folder.resolve("truncated.torchscript"), Arrays.copyOf(good, good.length / 2));
        Files.writeString(folder.resolve("text.torchscript"), "hello");
        TestArchive.of(TestArchive.CONFIG).write(folder.resolve("nothing.torchscript"));
        Files.writeString(
                folder.resolve("narrow.yaml"), "{file: nanodet-g.torchscript, names: [person]}");
    }

    private static long residentMegabytes() throws Exception {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
