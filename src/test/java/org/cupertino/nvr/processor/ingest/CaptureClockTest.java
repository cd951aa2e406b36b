package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 25;
    private static final Instant WALL = Instant.parse("2026-01-31T08:00:00Z");

    private final CaptureClock clock = new CaptureClock();

    private Duration age(long media, long now) {
        return Duration.between(clock.capturedAt(media, now, WALL), WALL);
    }

    @Test
    void picture_without_delay_was_taken_on_arrival() {
        assertThat(clock.capturedAt(0, 5, WALL)).isEqualTo(WALL);
        clock.arrived(77, 5);
        assertThat(clock.capturedAt(77, 5, WALL)).isEqualTo(WALL);
    }

    /** In parts per million; a day of each, with up to 30 ms of jitter. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 50, -50, 1_000})
    void drift_between_the_clocks_never_adds_up(double ppm) {
        SplittableRandom random = new SplittableRandom(3);
        for (long taken = 0; taken < 86_400 * SECOND; taken += SECOND) {
            long media = (long) (taken * (1 + ppm / 1e6));
            long arrival = taken + random.nextLong(30_000_000);
            clock.arrived(media, arrival);
            assertThat(age(media, arrival)).isBetween(Duration.ZERO, Duration.ofMillis(100));
        }
    }

    @Test
    void backlog_after_a_stall_shows_as_delay_and_then_ends() {
        for (long taken = 0; taken < 20 * SECOND; taken += FRAME) {
            clock.arrived(taken, taken);
        }
        long now = 23 * SECOND;
        clock.arrived(20 * SECOND, now);
        assertThat(age(20 * SECOND, now)).isEqualTo(Duration.ofSeconds(3));
        assertThat(clock.delay()).isEqualTo(3 * SECOND);
        clock.arrived(now, now + FRAME);
        assertThat(age(now, now + FRAME)).isEqualTo(Duration.ofNanos(FRAME));
    }

    @Test
    void pictures_that_refer_to_later_ones_are_no_backlog() {
        long frame = SECOND / 10;
        int[] shown = {8, 4, 2, 1, 3, 6, 5, 7};
        for (int i = 0; i < 400; i++) {
            long media = (i / 8 * 8 + shown[i % 8]) * frame;
            clock.arrived(media, i * frame);
            assertThat(clock.delay()).as("picture %d", i).isLessThan(SECOND / 2);
        }
    }

    @Test
    void camera_whose_time_stamps_jump_begins_anew() {
        clock.arrived(0, 0);
        clock.arrived(3_600 * SECOND, SECOND);
        assertThat(age(3_600 * SECOND, SECOND)).isZero();
        clock.arrived(2 * SECOND, 2 * SECOND);
        assertThat(age(2 * SECOND, 2 * SECOND)).isZero();
    }

    @Test
    void time_stamps_that_stand_still_say_nothing() {
        for (long now = 0; now < 90 * SECOND; now += FRAME) {
            clock.arrived(0, now);
            assertThat(age(0, now)).isZero();
        }
    }

    @Test
    void time_stamps_to_and_fro_do_not_age_pictures() {
        for (int i = 0; i < 1_000; i++) {
            long media = i * FRAME + (i % 2) * 3 * SECOND;
            clock.arrived(media, i * FRAME);
            assertThat(age(media, i * FRAME)).isZero();
        }
    }

    @Test
    void pictures_shown_in_another_order_are_not_taken_for_a_jump() {
        int[] ahead = {3, -1, -1, -1};
        for (int i = 0; i < 500; i++) {
            clock.arrived((i + ahead[i % 4]) * FRAME, i * FRAME);
        }
        assertThat(age(498 * FRAME, 499 * FRAME)).isEqualTo(Duration.ofNanos(4 * FRAME));
    }
}
