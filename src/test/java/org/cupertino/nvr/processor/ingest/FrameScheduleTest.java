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

    private static FrameSchedule begun(int sourceId, double maxFps) {
        FrameSchedule schedule = new FrameSchedule(sourceId, maxFps);
        schedule.begin(START);
        return schedule;
    }

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
        List<Long> taken = taken(begun(3, fps), FRAME, FRAME / 2);
        assertThat(taken.size()).isCloseTo((int) (600 * fps), within(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {25, 24.5, 1000})
    void every_frame_is_taken_if_as_many_are_asked_for_as_come(double fps) {
        assertThat(taken(begun(3, fps), FRAME, FRAME - 1)).hasSize(15_000);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 60", "0.4, 240", "0.25, 150"})
    void mean_rate_is_kept_when_only_key_frames_can_be_taken(double fps, int expected) {
        List<Long> taken = taken(begun(5, fps), 2 * SECOND, SECOND / 10);
        assertThat(taken.size()).isCloseTo(expected, within(2));
    }

    @Test
    void first_frame_is_due_at_once_and_again_after_a_rest() {
        FrameSchedule schedule = begun(1, 0.001);
        assertThat(schedule.due(START, FRAME)).isTrue();
        schedule.taken(START);
        assertThat(schedule.due(START + SECOND, FRAME)).isFalse();
        schedule.rest(START + SECOND);
        schedule.begin(START + 2 * SECOND);
        assertThat(schedule.due(START + 2 * SECOND, FRAME)).isTrue();
    }

    @Test
    void points_that_no_frame_came_for_are_lost() {
        FrameSchedule schedule = begun(0, 1);
        schedule.due(START, FRAME);
        schedule.taken(START);
        assertThat(schedule.lost(START + SECOND)).isZero();
        assertThat(schedule.lost(START + 31 * SECOND)).isEqualTo(30);
        schedule.taken(START + 31 * SECOND);
        assertThat(schedule.lost(START + 31 * SECOND)).isEqualTo(30);
    }

    @Test
    void nothing_is_lost_while_it_rests_nor_before_it_begins() {
        FrameSchedule schedule = new FrameSchedule(0, 1);
        assertThat(schedule.lost(START + 100 * SECOND)).isZero();
        schedule.begin(START + 100 * SECOND);
        schedule.taken(START + 100 * SECOND);
        schedule.rest(START + 100 * SECOND);
        assertThat(schedule.lost(START + 200 * SECOND)).isZero();
    }

    @Test
    void stream_slower_than_the_rate_loses_nothing() {
        FrameSchedule schedule = begun(0, 10);
        taken(schedule, SECOND, SECOND / 10);
        assertThat(schedule.lost(START + 600 * SECOND)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 1, 7})
    void every_point_is_taken_or_lost(double fps) {
        FrameSchedule schedule = begun(3, fps);
        SplittableRandom random = new SplittableRandom(11);
        int taken = 0;
        long now = START;
        while (now < START + 6_000 * SECOND) {
            now += random.nextLong((long) (3 * SECOND / fps));
            if (schedule.due(now, FRAME)) {
                schedule.taken(now);
                taken++;
            }
        }
        double due = (now - START) / 1e9 * fps;
        assertThat((double) taken + schedule.lost(now)).isCloseTo(due, within(due / 10));
        assertThat((double) taken + schedule.lost(now)).isLessThanOrEqualTo(due + 2);
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
        FrameSchedule schedule = begun(2, 0.01);
        schedule.maxFps(0.02, START);
        assertThat(schedule.due(START, FRAME)).isTrue();
    }

    @Test
    void absurdly_low_rate_does_not_overflow() {
        FrameSchedule schedule = new FrameSchedule(1, Double.MIN_VALUE);
        schedule.taken(START);
        assertThat(schedule.due(START + 3600 * SECOND, FRAME)).isFalse();
    }

    /** Fetches that take their time and may fail, as of a camera that is asked for each picture. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_due_time_of_a_camera_that_is_asked_is_used_or_lost_and_none_is_asked_twice(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FrameSchedule schedule = begun(seed, 1);
        long now = START;
        long fetches = 0;
        long used = 0;
        while (now < START + 1_000 * SECOND) {
            now += schedule.untilDue(now);
            fetches++;
            now += random.nextLong(random.nextInt(10) == 0 ? 5 * SECOND : SECOND / 2);
            if (random.nextInt(4) == 0) {
                schedule.failed(now);
            } else {
                schedule.taken(now);
                used++;
            }
        }
        long points = (now - START) / SECOND;
        assertThat(used + schedule.lost(now)).isCloseTo(points, within(2L));
        assertThat(fetches).isLessThanOrEqualTo(points + 2);
    }

    @Test
    void camera_that_is_asked_rests_while_it_is_paused() {
        FrameSchedule schedule = begun(1, 1);
        assertThat(schedule.untilDue(START)).isZero();
        schedule.rest(START);
        assertThat(schedule.untilDue(START + 100 * SECOND)).isEqualTo(Long.MAX_VALUE);
        schedule.failed(START + 100 * SECOND);
        assertThat(schedule.lost(START + 200 * SECOND)).isZero();
        schedule.begin(START + 200 * SECOND);
        assertThat(schedule.untilDue(START + 200 * SECOND)).isZero();
    }
}
