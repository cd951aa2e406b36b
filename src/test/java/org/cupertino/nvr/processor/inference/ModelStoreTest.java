package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.processor.inference.torch.TestArchive;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
    @TempDir Path root;
    private Path folder;
    private ModelStore store;

    @BeforeEach
    void folder_with_one_model_and_a_secret_beside_it() throws Exception {
        folder = Files.createDirectory(root.resolve("models"));
        store = new ModelStore(folder, new TorchFormat());
        TestArchive.of(TestArchive.CONFIG).write(folder.resolve("net.torchscript"));
        TestArchive.of(TestArchive.CONFIG).write(root.resolve("secret.torchscript"));
    }

    @Test
    void ids_are_those_of_archives_and_cards() throws Exception {
        card("net-640", "file: net.torchscript");
        card("net", "{}");
        Files.writeString(folder.resolve("README.md"), "");
        Files.writeString(folder.resolve(".hidden.yaml"), "");
        assertThat(store.ids()).containsExactly("net", "net-640");
    }

    @Test
    void missing_folder_has_no_ids() {
        assertThat(new ModelStore(root.resolve("none"), new TorchFormat()).ids()).isEmpty();
    }

    @Test
    void model_says_what_it_is_itself() throws Exception {
        ModelFile file = store.find("net");
        assertThat(file.modelId()).isEqualTo("net");
        assertThat(file.path()).isEqualTo(folder.resolve("net.torchscript"));
        assertThat(file.inputWidth()).isEqualTo(416);
        assertThat(file.inputHeight()).isEqualTo(416);
        assertThat(file.classNames()).containsExactly("person", "bicycle");
        assertThat(file.confidence()).isEmpty();
        assertThat(file.iou()).isEmpty();
    }

    @Test
    void card_is_stronger_than_the_file() throws Exception {
        card(
                "wide",
                "{file: net.torchscript, imgsz: [384, 640], names: [a, b], confidence: 0.3, iou:"
                        + " 0.6}");
        ModelFile file = store.find("wide");
        assertThat(file.path()).isEqualTo(folder.resolve("net.torchscript"));
        assertThat(file.inputWidth()).isEqualTo(640);
        assertThat(file.inputHeight()).isEqualTo(384);
        assertThat(file.classNames()).containsExactly("a", "b");
        assertThat(file.confidence()).hasValue(0.3);
        assertThat(file.iou()).hasValue(0.6);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../secret",
                "..\\secret",
                "a/../../secret",
                "/etc/passwd",
                ".net",
                "net\0",
                "net\n",
                "net ",
                "ñet",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void what_is_no_id_is_unknown_and_not_quoted(String id) {
        ModelException e = catchThrowableOfType(ModelException.class, () -> store.find(id));
        assertThat(e.code()).isEqualTo("unknown_model");
        assertThat(e)
                .hasMessageStartingWith("That cannot be the id of a model; the models are net (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void unknown_id_is_answered_with_the_known_ones_and_the_way_to_export() {
        ModelException e = catchThrowableOfType(ModelException.class, () -> store.find("yolo11n"));
        assertThat(e.code()).isEqualTo("unknown_model");
        assertThat(e)
                .hasMessageContaining("no model yolo11n; the models are net ")
                .hasMessageContaining("format=torchscript");
    }

    @Test
    void card_says_that_a_file_without_config_is_a_pose_network() throws Exception {
        new TestArchive().write(folder.resolve("bare.torchscript"));
        card("bare", "{imgsz: 640, names: [person], task: pose, keypoints: [head, foot]}");
        assertThat(store.find("bare").extras()).isEqualTo(new Extras(6, List.of("head", "foot")));
    }

    @Test
    void card_that_contradicts_the_file_fails() throws Exception {
        card("net", "task: pose");
        assertFails("net", "net.torchscript is made for the task detect, but net.yaml says pose");
        String pose = TestArchive.CONFIG.replace("detect", "pose");
        TestArchive.of(pose).write(folder.resolve("body.torchscript"));
        card("body", "task: detect");
        assertFails(
                "body", "body.torchscript is made for the task pose, but body.yaml says detect");
        card("net", "keypoints: [head]");
        assertFails(
                "net", "net.yaml names keypoints, but net.torchscript is made for the task detect");
        card("net", "task: obb");
        assertFails("net", "net.yaml: task must be detect, segment, pose");
    }

    @Test
    void archive_without_config_needs_a_card() throws Exception {
        new TestArchive().write(folder.resolve("bare.torchscript"));
        assertFails("bare", "bare.torchscript does not say its input size", "bare.yaml");
        card("bare", "imgsz: 640");
        assertFails("bare", "bare.torchscript does not say its class names", "bare.yaml");
        card("bare", "{imgsz: 640, names: [thing]}");
        assertThat(store.find("bare").classNames()).containsExactly("thing");
    }

    @Test
    void card_without_its_file_fails() throws Exception {
        card("x", "file: gone.torchscript");
        assertFails("x", "gone.torchscript is not in the models folder");
    }

    @Test
    void broken_card_fails_by_name() throws Exception {
        card("x", "imgsz: [");
        assertFails("x", "x.yaml is not valid YAML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"task\": \"obb\"} | made for the task obb: export a network of the task detect",
                "{\"task\": \"pose\", \"imgsz\": 64, \"names\": [\"p\"], \"kpt_shape\": [17, 5]} | has 5 numbers a keypoint",
                "{\"task\": \"pose\", \"kpt_shape\": [0, 3]} | kpt_shape must be two whole numbers",
                "{\"task\": \"pose\", \"kpt_shape\": 17} | kpt_shape must be two whole numbers",
                "{\"task\": \"pose\", \"imgsz\": 64, \"names\": [\"p\"], \"kpt_shape\": [2, 3], \"kpt_names\": {\"0\": [\"a\"]}} | has 2 keypoints, but 1 names",
                "{\"task\": \"classify\"} | which says where things are, such as yolo11n.pt",
                "{\"task\": \"detect\", \"channels\": 1} | does not take colour pictures",
                "{\"task\": \"detect\", \"batch\": 8} | export it with batch=1",
                "{\"task\": \"detect\", \"imgsz\": \"x\"} | config.txt in bad.torchscript: imgsz",
                "{\"task\": 7} | config.txt in bad.torchscript: task must be a text",
                "[] | config.txt in bad.torchscript holds no keys",
                "{ | config.txt in bad.torchscript is not valid JSON",
            })
    void config_that_cannot_work_fails(String config, String message) throws Exception {
        TestArchive.of(config).write(folder.resolve("bad.torchscript"));
        assertFails("bad", message, "bad.torchscript");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -32, 31, 100, 4128})
    void size_that_is_no_multiple_of_the_stride_fails(int side) throws Exception {
        card("x", "{file: net.torchscript, imgsz: " + side + "}");
        assertFails("x", "input size", "multiples of 32");
    }

    @Test
    void fixed_size_cannot_be_changed_by_a_card() throws Exception {
        TestArchive.of(TestArchive.CONFIG.replace("true", "false"))
                .write(folder.resolve("fixed.torchscript"));
        assertThat(store.find("fixed").inputWidth()).isEqualTo(416);
        card("fixed", "imgsz: 640");
        assertFails("fixed", "works at imgsz [416, 416] only", "dynamic=True");
    }

    @Test
    void file_that_is_no_archive_fails() throws Exception {
        Files.writeString(folder.resolve("text.torchscript"), "hello");
        Files.writeString(folder.resolve("empty.torchscript"), "");
        Files.createDirectory(folder.resolve("folder.torchscript"));
        assertFails("text", "text.torchscript is damaged or not TorchScript");
        assertFails("empty", "empty.torchscript is damaged or not TorchScript");
        assertFails("folder", "folder.torchscript is not in the models folder");
    }

    @Test
    void checkpoint_that_was_only_renamed_fails_with_the_way_out() throws Exception {
        TestArchive.of(TestArchive.CONFIG)
                .without("code/__torch__.py")
                .write(folder.resolve("yolo.torchscript"));
        assertFails("yolo", "yolo.torchscript is not TorchScript", "format=torchscript");
    }

    private void card(String id, String yaml) throws Exception {
        Files.writeString(folder.resolve(id + ".yaml"), yaml);
    }

    private void assertFails(String id, String... message) {
        ModelException e = catchThrowableOfType(ModelException.class, () -> store.find(id));
        assertThat(e.code()).isEqualTo("model_load_failed");
        assertThat(e.getMessage())
                .contains(message)
                .contains("; the models are ", "yolo export")
                .doesNotContain("org.", "java.");
    }
}
