package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private final Candidates candidates = new Candidates();

    @Test
    void nothing_added_chooses_nothing() {
        assertThat(chosen(0.7, 300)).isEmpty();
    }

    @Test
    void surest_comes_first() {
        add(0.3f, 0, 0);
        add(0.9f, 0, 100);
        add(0.6f, 0, 200);
        assertThat(chosen(0.7, 300)).containsExactly(1, 2, 0);
    }

    @Test
    void tie_goes_to_the_one_added_first() {
        add(0.5f, 0, 0);
        add(0.5f, 0, 100);
        add(0.5f, 0, 1);
        assertThat(chosen(0.7, 300)).containsExactly(0, 1);
    }

    @Test
    void overlapping_boxes_of_one_class_leave_the_surest() {
        add(0.5f, 3, 0);
        add(0.6f, 3, 1);
        assertThat(chosen(0.7, 300)).containsExactly(1);
    }

    @Test
    void overlapping_boxes_of_two_classes_both_stay() {
        add(0.5f, 3, 0);
        add(0.6f, 4, 0);
        assertThat(chosen(0.7, 300)).containsExactly(1, 0);
    }

    @Test
    void overlap_of_exactly_the_threshold_stays() {
        candidates.add(0.9f, 0, 0, 0, 0, 10, 10);
        candidates.add(0.8f, 0, 0, 0, 0, 10, 5);
        assertThat(chosen(0.5, 300)).containsExactly(0, 1);
        assertThat(chosen(0.49, 300)).containsExactly(0);
    }

    @Test
    void box_dropped_for_another_drops_no_third() {
        add(0.9f, 0, 0);
        add(0.8f, 0, 3);
        add(0.7f, 0, 6);
        // Boxes of 20 pixels: neighbours overlap by 17/23, the outer two by 14/26.
        assertThat(chosen(0.6, 300)).containsExactly(0, 2);
    }

    @Test
    void boxes_without_area_do_not_drop_each_other() {
        candidates.add(0.9f, 0, 0, 5, 5, 5, 5);
        candidates.add(0.8f, 0, 0, 5, 5, 5, 5);
        assertThat(chosen(0.7, 300)).containsExactly(0, 1);
    }

    @Test
    void not_more_than_the_limit_are_chosen() {
        for (int i = 0; i < 10; i++) {
            add(0.5f + i / 100f, 0, 100 * i);
        }
        assertThat(chosen(0.7, 3)).containsExactly(9, 8, 7);
    }

    @Test
    void nan_and_infinite_boxes_are_left_out() {
        candidates.add(Float.NaN, 0, 0, 0, 0, 1, 1);
        candidates.add(0.9f, 0, 0, Float.NaN, 0, 1, 1);
        candidates.add(0.9f, 0, 0, 0, 0, Float.POSITIVE_INFINITY, 1);
        candidates.add(0.9f, 0, 0, Float.NEGATIVE_INFINITY, 0, Float.POSITIVE_INFINITY, 1);
        assertThat(candidates.count()).isZero();
    }

    @Test
    void thousands_are_held_and_cleared() {
        for (int i = 0; i < 8400; i++) {
            add(i / 8400f, i % 80, 10 * i);
        }
        assertThat(candidates.count()).isEqualTo(8400);
        assertThat(chosen(0.7, 2)).containsExactly(8399, 8398);
        assertThat(candidates.left(8399)).isEqualTo(83990);
        assertThat(candidates.right(8399)).isEqualTo(84010);
        assertThat(candidates.classNumber(8399)).isEqualTo(8399 % 80);
        candidates.clear();
        assertThat(chosen(0.7, 300)).isEmpty();
    }

    private void add(float score, int classNumber, float left) {
        candidates.add(score, classNumber, 0, left, 0, left + 20, 20);
    }

    private List<Integer> chosen(double iou, int max) {
        List<Integer> chosen = new ArrayList<>();
        int count = candidates.choose(iou, max);
        for (int n = 0; n < count; n++) {
            chosen.add(candidates.kept(n));
        }
        return chosen;
    }
}
