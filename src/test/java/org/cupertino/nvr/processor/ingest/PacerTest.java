package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 10;

    /**
     * Plays so many frames that are there at once, waiting as the pacer asks; gives the time at the
     * end.
     */
    private static long play(Pacer pacer, long media, int frames, long start) {
        long now = start;
        for (int i = 0; i < frames; i++) {
            now += pacer.waitFor(media + i * FRAME, now);
        }
        return now;
    }

    @Test
    void file_is_played_in_real_time() {
        assertThat(play(Pacer.exact(), 500, 101, 3)).isEqualTo(3 + 10 * SECOND);
    }

    @Test
    void loop_goes_on_one_frame_after_the_last() {
        Pacer pacer = Pacer.exact();
        long end = play(pacer, 0, 11, 0);
        assertThat(end + pacer.waitFor(0, end)).isEqualTo(SECOND + FRAME);
    }

    @Test
    void time_lost_is_not_caught_up() {
        Pacer pacer = Pacer.exact();
        long end = play(pacer, 0, 11, 0);
        long late = end + 5 * SECOND;
        assertThat(pacer.waitFor(11 * FRAME, late)).isZero();
        assertThat(pacer.waitFor(12 * FRAME, late)).isEqualTo(FRAME);
    }

    @Test
    void gap_in_the_time_stamps_is_jumped_over() {
        Pacer pacer = Pacer.exact();
        long end = play(pacer, 0, 11, 0);
        assertThat(pacer.waitFor(3600 * SECOND, end)).isEqualTo(FRAME);
    }

    @Test
    void unpaced_source_is_held_back_to_a_second_ahead() {
        long end = play(Pacer.loose(), 0, 601, 0);
        assertThat(end).isBetween(58 * SECOND, 60 * SECOND);
    }

    @Test
    void live_source_is_never_held_back_though_its_clock_is_a_little_fast() {
        Pacer pacer = Pacer.loose();
        long day = 24 * 3600 * 10;
        for (long i = 0; i < day; i++) {
            long arrival = (long) (i * FRAME * 0.9998);
            assertThat(pacer.waitFor(i * FRAME, arrival)).isZero();
        }
    }
}
