package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScheduleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 25;

    /** Nano times start anywhere, below zero too. */
    private static final long START = -7 * SECOND;

    /** Times at which frames with that spacing and jitter are taken within ten minutes. */
    private static List<Long> taken(FrameSchedule schedule, long spacing, long jitter) {
        SplittableRandom random = new SplittableRandom(7);
        List<Long> taken = new ArrayList<>();
        for (long t = START; t < START + 600 * SECOND; t += spacing) {
            long now = t + (jitter == 0 ? 0 : random.nextLong(jitter));
            if (schedule.due(now, spacing)) {
                schedule.taken(now);
                taken.add(now);
            }
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 1.0 / 3, 0.5, 1, 2.5, 7, 12})
    void mean_rate_is_kept_whole_or_fractional(double fps) {
        List<Long> taken = taken(new FrameSchedule(3, fps), FRAME, FRAME / 2);
        assertThat(taken.size()).isCloseTo((int) (600 * fps), within(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {25, 24.5, 1000})
    void every_frame_is_taken_if_as_many_are_asked_for_as_come(double fps) {
        assertThat(taken(new FrameSchedule(3, fps), FRAME, FRAME - 1)).hasSize(15_000);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 60", "0.4, 240", "0.25, 150"})
    void mean_rate_is_kept_when_only_key_frames_can_be_taken(double fps, int expected) {
        List<Long> taken = taken(new FrameSchedule(5, fps), 2 * SECOND, SECOND / 10);
        assertThat(taken.size()).isCloseTo(expected, within(2));
    }

    @Test
    void first_frame_is_due_at_once_and_again_after_a_restart() {
        FrameSchedule schedule = new FrameSchedule(1, 0.001);
        assertThat(schedule.due(START, FRAME)).isTrue();
        schedule.taken(START);
        assertThat(schedule.due(START + SECOND, FRAME)).isFalse();
        schedule.restart();
        assertThat(schedule.due(START + SECOND, FRAME)).isTrue();
    }

    @Test
    void late_frame_is_not_followed_by_a_burst() {
        FrameSchedule schedule = new FrameSchedule(0, 1);
        schedule.taken(0);
        long late = 30 * SECOND + SECOND / 2;
        assertThat(schedule.due(late, FRAME)).isTrue();
        schedule.taken(late);
        assertThat(schedule.due(late + FRAME, FRAME)).isFalse();
        assertThat(schedule.due(late + SECOND / 2 - 1, FRAME)).isFalse();
        assertThat(schedule.due(late + SECOND / 2, FRAME)).isTrue();
    }

    @Test
    void phases_of_many_cameras_are_spread_over_the_interval() {
        int[] perSecond = new int[10];
        IntStream.range(0, 50)
                .forEach(
                        id -> {
                            FrameSchedule schedule = new FrameSchedule(id, 0.1);
                            schedule.taken(0);
                            long t = 0;
                            while (!schedule.due(t, FRAME)) {
                                t += FRAME;
                            }
                            perSecond[(int) (t / SECOND) % 10]++;
                        });
        assertThat(IntStream.of(perSecond)).allMatch(cameras -> cameras >= 3 && cameras <= 7);
    }

    @Test
    void new_rate_holds_at_once() {
        FrameSchedule schedule = new FrameSchedule(2, 0.01);
        schedule.taken(0);
        schedule.maxFps(1, SECOND / 2);
        assertThat(schedule.due(SECOND + SECOND / 2, FRAME)).isTrue();
        schedule.taken(SECOND + SECOND / 2);
        schedule.maxFps(0.01, 2 * SECOND);
        assertThat(schedule.due(4 * SECOND, FRAME)).isFalse();
    }

    @Test
    void new_rate_does_not_take_the_first_frame_away() {
        FrameSchedule schedule = new FrameSchedule(2, 0.01);
        schedule.maxFps(0.02, START);
        assertThat(schedule.due(START, FRAME)).isTrue();
    }

    @Test
    void knows_when_nothing_is_due_before_the_next_key_frame() {
        FrameSchedule schedule = new FrameSchedule(0, 1);
        schedule.taken(0);
        assertThat(schedule.idleUntil(SECOND, FRAME)).isTrue();
        assertThat(schedule.idleUntil(SECOND + 1, FRAME)).isFalse();
        schedule.maxFps(1000, 1);
        assertThat(schedule.idleUntil(2, FRAME)).isFalse();
    }

    @Test
    void absurdly_low_rate_does_not_overflow() {
        FrameSchedule schedule = new FrameSchedule(1, Double.MIN_VALUE);
        schedule.taken(START);
        assertThat(schedule.due(START + 3600 * SECOND, FRAME)).isFalse();
    }
}
