package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
    @Test
    void all_keys_are_read() throws Exception {
        ModelCard card =
                ModelCard.parse(
                        "x.yaml",
                        """
                        file: net.torchscript
                        imgsz: [384, 640]
                        names: [person, dog]
                        confidence: 0.4
                        iou: 1
                        """);
        assertThat(card.file()).contains("net.torchscript");
        assertThat(card.imgsz()).contains(new Size(640, 384));
        assertThat(card.names().orElseThrow()).containsExactly("person", "dog");
        assertThat(card.confidence()).hasValue(0.4);
        assertThat(card.iou()).hasValue(1);
    }

    @Test
    void all_keys_are_optional() throws Exception {
        assertThat(ModelCard.parse("x.yaml", "{}")).isEqualTo(ModelCard.NONE);
    }

    @Test
    void one_side_is_a_square() throws Exception {
        assertThat(ModelCard.parse("x.yaml", "imgsz: 640").imgsz()).contains(new Size(640, 640));
    }

    @Test
    void names_by_number_are_put_in_order() throws Exception {
        assertThat(ModelCard.parse("x.yaml", "names: {1: dog, 0: cat}").names().orElseThrow())
                .containsExactly("cat", "dog");
    }

    @Test
    void eleven_names_by_number_are_ordered_as_numbers() throws Exception {
        assertThat(
                        ModelCard.parse(
                                        "x.yaml",
                                        "names: {0: a, 1: b, 2: c, 3: d, 4: e, 5: f, 6: g, 7: h,"
                                                + " 8: i, 9: j, 10: k}")
                                .names()
                                .orElseThrow())
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file: 3 | file must be a text",
                "file: ../secret.torchscript | file must be the name of a file",
                "file: sub/net.torchscript | file must be the name of a file",
                "file: /etc/passwd | file must be the name of a file",
                "file: .. | file must be the name of a file",
                "imgsz: large | imgsz must be a number of pixels or [height, width]",
                "imgsz: 416.5 | imgsz must be",
                "imgsz: [416] | imgsz must be",
                "imgsz: [416, 416, 3] | imgsz must be",
                "names: person | names must be names, numbered from 0 without a gap",
                "names: [] | names must be",
                "names: [person, 3] | names must be",
                "names: {0: person, 2: dog} | names must be",
                "confidence: high | confidence must be a number from 0 to 1",
                "confidence: 50 | confidence must be a number from 0 to 1",
                "confidence: .nan | confidence must be a number from 0 to 1",
                "iou: -0.1 | iou must be a number from 0 to 1",
            })
    void wrong_value_is_refused_by_file_and_key(String yaml, String message) {
        assertThatThrownBy(() -> ModelCard.parse("x.yaml", yaml))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("x.yaml: " + message)
                .extracting(e -> ((ModelException) e).code())
                .isEqualTo("model_load_failed");
    }

    @Test
    void unknown_key_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> ModelCard.parse("x.yaml", "img_size: 640"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "x.yaml has the unknown key img_size; known are confidence, file, imgsz,"
                                + " iou, keypoints, names, task");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "- a\n- b", "a: [", "iou: 0.5\niou: 0.6"})
    void what_is_no_card_is_refused_by_file(String yaml) {
        assertThatThrownBy(() -> ModelCard.parse("x.yaml", yaml))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("x.yaml ");
    }
}
