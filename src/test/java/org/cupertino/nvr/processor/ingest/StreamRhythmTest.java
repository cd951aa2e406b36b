package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StreamRhythmTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 25;

    private final StreamRhythm rhythm = new StreamRhythm();
    private long now = 5;

    /** Frames with a key frame first and then every so many. */
    private void frames(int count, int keyEvery) {
        for (int i = 0; i < count; i++) {
            rhythm.packet(keyEvery > 0 && i % keyEvery == 0, now);
            now += FRAME;
        }
    }

    @Test
    void learns_the_frame_interval_in_spite_of_stalls_and_bursts() {
        frames(200, 50);
        now += 3 * SECOND;
        for (int i = 0; i < 75; i++) {
            rhythm.packet(false, now);
        }
        frames(100, 50);
        assertThat(rhythm.frameInterval()).isCloseTo(FRAME, within(FRAME / 10));
    }

    @Test
    void learns_that_a_stream_is_slow_from_its_second_frame() {
        rhythm.packet(true, now);
        rhythm.packet(true, now + 8 * SECOND);
        assertThat(rhythm.frameInterval()).isEqualTo(8 * SECOND);
    }

    @Test
    void learns_the_key_interval() {
        assertThat(rhythm.keyInterval()).isEqualTo(2 * SECOND);
        frames(200, 100);
        assertThat(rhythm.keyInterval()).isEqualTo(4 * SECOND);
    }

    @Test
    void key_frames_suffice_for_intervals_as_long_as_theirs() {
        frames(200, 50);
        assertThat(rhythm.keysSuffice(10 * SECOND)).isTrue();
        assertThat(rhythm.keysSuffice(2 * SECOND)).isTrue();
        assertThat(rhythm.keysSuffice(SECOND)).isFalse();
    }

    @Test
    void one_stalled_key_frame_does_not_change_the_mode() {
        frames(201, 50);
        now += 10 * SECOND;
        frames(1, 1);
        assertThat(rhythm.keysSuffice(3 * SECOND)).isTrue();
    }

    @Test
    void key_frames_no_longer_suffice_while_one_is_overdue() {
        frames(200, 50);
        frames(25 * 12, 0);
        assertThat(rhythm.keysSuffice(10 * SECOND)).isFalse();
        frames(1, 1);
        assertThat(rhythm.keysSuffice(10 * SECOND)).isTrue();
    }

    @Test
    void three_key_frames_that_give_no_picture_are_none() {
        for (int i = 0; i < 3; i++) {
            assertThat(rhythm.keysSuffice(60 * SECOND)).isTrue();
            frames(50, 50);
            rhythm.decodedKey(false);
        }
        assertThat(rhythm.keysSuffice(60 * SECOND)).isFalse();
        frames(50, 50);
        assertThat(rhythm.keysSuffice(60 * SECOND)).isFalse();
    }
}
