package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Keypoint;
import org.junit.jupiter.api.Test;

/** What the program makes of the numbers of a pose network; the network itself is made up. */
class PoseNetworkTest {
    private static final float NAN = Float.NaN;
    private static final List<String> POINTS = List.of("head", "foot");
    private static final Extras TWO_POINTS = new Extras(6, POINTS);

    @Test
    void row_of_the_end_to_end_layout_is_a_person_with_points() throws Exception {
        float[] row = {10, 20, 30, 60, 0.8f, 0, 20, 20, 0.9f, 22, 60, 0.3f};
        Detection person = only(TWO_POINTS, row, 1, row.length, Turn.NONE);
        assertThat(person.keypoints())
                .containsExactly(
                        new Keypoint("head", 20, 20, 0.9f), new Keypoint("foot", 22, 60, 0.3f));
        assertThat(person.posture()).isNull();
    }

    @Test
    void cell_of_the_grid_layout_is_the_same_person() throws Exception {
        float[] cells = {
            20, 1, 40, 1, 20, 1, 40, 1, 0.8f, 0, 20, 1, 20, 1, 0.9f, 1, 22, 1, 60, 1, 0.3f, 1
        };
        Detection person = only(TWO_POINTS, cells, 11, 2, Turn.NONE);
        assertThat(person.bbox().y()).isEqualTo(40);
        assertThat(person.keypoints())
                .containsExactly(
                        new Keypoint("head", 20, 20, 0.9f), new Keypoint("foot", 22, 60, 0.3f));
    }

    @Test
    void points_without_a_score_have_that_of_their_person() throws Exception {
        float[] row = {10, 20, 30, 60, 0.8f, 0, 20, 20, 22, 60};
        assertThat(only(new Extras(4, POINTS), row, 1, row.length, Turn.NONE).keypoints())
                .extracting(Keypoint::confidence)
                .containsExactly(0.8f, 0.8f);
    }

    @Test
    void point_that_is_nowhere_is_left_out_and_a_score_stays_in_its_range() throws Exception {
        float[] row = {10, 20, 30, 60, 0.8f, 0, NAN, 20, 0.9f, 22, 60, 7};
        assertThat(only(TWO_POINTS, row, 1, row.length, Turn.NONE).keypoints())
                .containsExactly(new Keypoint("foot", 22, 60, 1));
        row[11] = NAN;
        assertThat(only(TWO_POINTS, row, 1, row.length, Turn.NONE).keypoints()).isEmpty();
    }

    @Test
    void box_that_is_none_is_no_person_whatever_its_points() throws Exception {
        float[] row = {NAN, 20, 30, 60, 0.8f, 0, 20, 20, 0.9f, 22, 60, 0.3f};
        assertThat(all(TWO_POINTS, row, 1, row.length, Turn.NONE)).isEmpty();
        row[0] = 40;
        assertThat(all(TWO_POINTS, row, 1, row.length, Turn.CLOCKWISE)).isEmpty();
    }

    @Test
    void coefficients_of_a_mask_are_passed_over() throws Exception {
        float[] row = new float[38];
        Arrays.fill(row, 0.9f);
        System.arraycopy(new float[] {10, 20, 30, 60, 0.8f, 0}, 0, row, 0, 6);
        Detection person = only(Extras.MASK, row, 1, row.length, Turn.NONE);
        assertThat(person.bbox().height()).isEqualTo(40);
        assertThat(person.keypoints()).isNull();
        float[] cells = new float[37];
        Arrays.fill(cells, 0.95f);
        System.arraycopy(new float[] {20, 40, 20, 40, 0.8f}, 0, cells, 0, 5);
        assertThat(only(Extras.MASK, cells, 37, 1, Turn.NONE).confidence()).isEqualTo(0.8f);
    }

    @Test
    void what_is_seen_in_the_turned_picture_lies_where_it_is_in_the_frame() throws Exception {
        // A frame of 128x64 becomes a picture of 64x32, turned 32x64: half a pixel a pixel.
        float[] row = {4, 8, 20, 56, 0.8f, 0, 10, 8, 0.9f, 12, 56, 0.9f};
        Detection clockwise = only(TWO_POINTS, row, 1, row.length, Turn.CLOCKWISE);
        assertThat(clockwise.bbox().x()).isEqualTo(64);
        assertThat(clockwise.bbox().y()).isEqualTo(40);
        assertThat(clockwise.bbox().width()).isEqualTo(96);
        assertThat(clockwise.bbox().height()).isEqualTo(32);
        assertThat(clockwise.keypoints().get(0)).isEqualTo(new Keypoint("head", 16, 44, 0.9f));
        Detection counter = only(TWO_POINTS, row, 1, row.length, Turn.COUNTERCLOCKWISE);
        assertThat(counter.bbox().y()).isEqualTo(24);
        assertThat(counter.keypoints().get(0)).isEqualTo(new Keypoint("head", 112, 20, 0.9f));
    }

    @Test
    void picture_before_a_turn_is_no_larger_than_the_frame_needs() throws Exception {
        assertThat(new Size(416, 416).around(1920, 1080, 32)).isEqualTo(new Size(416, 256));
        assertThat(new Size(416, 416).around(640, 480, 32)).isEqualTo(new Size(416, 320));
        assertThat(new Size(416, 416).around(480, 640, 32)).isEqualTo(new Size(320, 416));
        assertThat(new Size(640, 384).around(1000, 1, 32)).isEqualTo(new Size(640, 32));
    }

    @Test
    void output_that_does_not_fit_the_points_is_refused_by_file_and_numbers() {
        assertThatThrownBy(() -> OutputLayout.of(6, 54, 1, 51, "net.torchscript"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "net.torchscript gives [6, 54] numbers a picture, but its 1 class names and 51"
                                + " numbers of its task need [56, n] or [n, 57]");
        assertThatThrownBy(() -> OutputLayout.of(6, 57, 1, 0, "net.torchscript"))
                .hasMessageContaining("gives [6, 57] numbers");
        assertThatThrownBy(() -> OutputLayout.of(84, 8400, 80, 51, "net.torchscript"))
                .hasMessageContaining("gives [84, 8400] numbers");
    }

    @Test
    void points_without_names_are_those_of_coco_or_numbered() throws Exception {
        assertThat(Extras.pose("x", Optional.empty(), Optional.empty()).keypoints())
                .hasSize(17)
                .startsWith("nose")
                .endsWith("right_ankle");
        assertThat(Extras.pose("x", Optional.of(List.of(2, 2)), Optional.empty()))
                .isEqualTo(new Extras(4, List.of("point_0", "point_1")));
    }

    private static Detection only(Extras extras, float[] values, int rows, int columns, Turn turn)
            throws Exception {
        List<Detection> all = all(extras, values, rows, columns, turn);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Detection> all(
            Extras extras, float[] values, int rows, int columns, Turn turn) throws Exception {
        ModelFile file =
                new ModelFile(
                        "net",
                        Path.of("net.torchscript"),
                        64,
                        64,
                        List.of("person"),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        extras,
                        32);
        DetectorSettings settings =
                new DetectorSettings(
                        "cpu",
                        OptionalDouble.of(0.5),
                        OptionalDouble.empty(),
                        Set.of(),
                        Precision.FP32,
                        9);
        OutputLayout layout = OutputLayout.of(rows, columns, 1, extras.numbers(), "net");
        LoadedModel model =
                new LoadedModel(
                        file,
                        new MadeUp(new Output(values, rows, columns)),
                        layout,
                        new boolean[] {true},
                        settings);
        int side = turn == Turn.NONE ? 64 : 128;
        return model.detect(PngFrame.blank(side, 64), turn, OptionalDouble.empty(), new Workspace())
                .detections();
    }

    /** Sees the same in every picture. */
    private record MadeUp(Output output) implements Network {
        @Override
        public Output forward(ByteBuffer picture, Size size, Turn turn, Workspace workspace) {
            return output;
        }

        @Override
        public Precision precision() {
            return Precision.FP32;
        }

        @Override
        public String shortfall() {
            return null;
        }

        @Override
        public int rows() {
            return output.rows();
        }

        @Override
        public int columns() {
            return output.columns();
        }

        @Override
        public void close() {}
    }
}
