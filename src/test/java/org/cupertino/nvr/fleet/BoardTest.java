package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoardTest {
    private final Board<String> board = new Board<>(3, 10);

    @Test
    void of_too_many_the_oldest_is_forgotten() {
        for (String instance : new String[] {"d", "a", "b", "c"}) {
            board.put(instance, instance, 1);
        }
        assertThat(board.all()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void of_too_long_ones_the_oldest_are_forgotten_and_what_left_counts_no_more() {
        board.put("a", "a", 6);
        board.put("a", "a", 6);
        board.put("b", "b", 4);
        assertThat(board.all()).containsOnlyKeys("a", "b");
        board.put("c", "c", 9);
        assertThat(board.all()).containsOnlyKeys("c");
        board.remove("c");
        board.put("d", "d", 5);
        board.put("e", "e", 5);
        assertThat(board.all()).containsOnlyKeys("d", "e");
    }
}
