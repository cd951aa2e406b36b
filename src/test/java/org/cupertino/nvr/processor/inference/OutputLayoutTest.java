package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputLayoutTest {
    private final Candidates candidates = new Candidates();

    @Test
    void shape_tells_the_layout() throws Exception {
        assertThat(OutputLayout.of(84, 3549, 80, 0, "x")).isEqualTo(OutputLayout.GRID);
        assertThat(OutputLayout.of(300, 6, 80, 0, "x")).isEqualTo(OutputLayout.END_TO_END);
        assertThat(OutputLayout.of(300, 6, 296, 0, "x")).isEqualTo(OutputLayout.END_TO_END);
        assertThat(OutputLayout.of(6, 8400, 2, 0, "x")).isEqualTo(OutputLayout.GRID);
        assertThat(OutputLayout.of(5, 8400, 1, 0, "x")).isEqualTo(OutputLayout.GRID);
    }

    @Test
    void shape_that_fits_no_layout_is_refused_with_both_counts() {
        assertThatThrownBy(() -> OutputLayout.of(84, 8400, 3, 0, "net.torchscript"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("net.torchscript")
                .hasMessageContaining("[84, 8400]")
                .hasMessageContaining("3 class names")
                .hasMessageContaining("[7, n]");
    }

    @Test
    void grid_cell_becomes_a_box_of_its_best_class() {
        float[] cells = {
            100, 50, // x
            200, 60, // y
            20, 10, // width
            40, 10, // height
            0.2f, 0.4f, // class 0
            0.8f, 0.3f, // class 1
        };
        collect(OutputLayout.GRID, cells, 6, 2, 0.35f, true, true);
        assertThat(candidates.count()).isEqualTo(2);
        assertThat(candidates.classNumber(0)).isEqualTo(1);
        assertThat(candidates.score(0)).isEqualTo(0.8f);
        assertThat(candidates.left(0)).isEqualTo(90);
        assertThat(candidates.top(0)).isEqualTo(180);
        assertThat(candidates.right(0)).isEqualTo(110);
        assertThat(candidates.bottom(0)).isEqualTo(220);
        assertThat(candidates.classNumber(1)).isZero();
    }

    @Test
    void score_of_exactly_the_threshold_is_left_out() {
        float[] cell = {1, 1, 1, 1, 0.5f};
        collect(OutputLayout.GRID, cell, 5, 1, 0.5f, true);
        assertThat(candidates.count()).isZero();
        collect(OutputLayout.GRID, cell, 5, 1, Math.nextDown(0.5f), true);
        assertThat(candidates.count()).isEqualTo(1);
    }

    @Test
    void nan_scores_are_no_detections_and_hide_no_other_class() {
        float[] cells = {1, 2, 1, 2, 1, 2, 1, 2, Float.NaN, Float.NaN, 0.9f, Float.NaN};
        collect(OutputLayout.GRID, cells, 6, 2, 0.5f, true, true);
        assertThat(candidates.count()).isEqualTo(1);
        assertThat(candidates.classNumber(0)).isEqualTo(1);
    }

    @Test
    void thing_whose_best_class_is_not_wanted_is_not_reported_as_its_second_best() {
        float[] cell = {1, 1, 1, 1, 0.6f, 0.9f};
        collect(OutputLayout.GRID, cell, 6, 1, 0.5f, true, false);
        assertThat(candidates.count()).isZero();
    }

    @Test
    void no_cells_give_nothing() {
        collect(OutputLayout.GRID, new float[0], 6, 0, 0.5f, true, true);
        collect(OutputLayout.END_TO_END, new float[0], 0, 6, 0.5f, true, true);
        assertThat(candidates.count()).isZero();
    }

    @Test
    void every_cell_can_be_a_candidate() {
        float[] cells = new float[5 * 8400];
        Arrays.fill(cells, 0.9f);
        collect(OutputLayout.GRID, cells, 5, 8400, 0.5f, true);
        assertThat(candidates.count()).isEqualTo(8400);
        assertThat(candidates.choose(0.7, 300)).isEqualTo(1);
        assertThat(candidates.choose(1, 300)).isEqualTo(300);
    }

    @Test
    void end_to_end_rows_are_boxes_and_empty_rows_are_none() {
        float[] rows = {
            10, 20, 30, 40, 0.9f, 1,
            10, 20, 30, 40, 0.4f, 1,
            0, 0, 0, 0, 0, 0,
        };
        collect(OutputLayout.END_TO_END, rows, 3, 6, 0.5f, true, true);
        assertThat(candidates.count()).isEqualTo(1);
        assertThat(candidates.left(0)).isEqualTo(10);
        assertThat(candidates.bottom(0)).isEqualTo(40);
        assertThat(candidates.classNumber(0)).isEqualTo(1);
    }

    @Test
    void end_to_end_rows_of_unknown_or_unwanted_classes_are_left_out() {
        float[] rows = {
            0, 0, 1, 1, 0.9f, 2,
            0, 0, 1, 1, 0.9f, -1,
            0, 0, 1, 1, 0.9f, 0,
            0, 0, 1, 1, Float.NaN, 1,
        };
        collect(OutputLayout.END_TO_END, rows, 4, 6, 0.5f, false, true);
        assertThat(candidates.count()).isZero();
    }

    private void collect(
            OutputLayout layout,
            float[] values,
            int rows,
            int columns,
            float threshold,
            boolean... wanted) {
        layout.collect(new Output(values, rows, columns), threshold, wanted, candidates);
    }
}
