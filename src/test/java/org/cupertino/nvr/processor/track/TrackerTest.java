package org.cupertino.nvr.processor.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of people on generated paths; a person is 60 wide and 160 high, about 1.7 m. */
class TrackerTest {
    /** Pixels a second: somebody who walks. */
    private static final double WALK = 110;

    private double fps = 1;
    private final Tracker tracker = new Tracker(source -> fps);
    private Instant at = Instant.parse("2026-01-31T08:00:00Z");

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 5, 25})
    void who_walks_keeps_the_number_at_every_rate(double rate) {
        fps = rate;
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < 8 * rate; i++) {
            numbers.add(frame(person(50 + WALK * i / rate, 300)).get(0));
        }
        assertThat(numbers).hasSize(1).doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 10})
    void people_who_cross_keep_their_numbers(double rate) {
        fps = rate;
        List<Integer> first = frame(person(50, 300), person(900, 330));
        List<Integer> last = first;
        for (int i = 1; i < 8 * rate; i++) {
            double way = WALK * i / rate;
            last = frame(person(50 + way, 300), person(900 - way, 330));
        }
        assertThat(last).isEqualTo(first).doesNotHaveDuplicates();
    }

    @Test
    void who_is_hidden_for_some_frames_has_the_number_again() {
        int number = frame(person(300, 300)).get(0);
        for (int i = 0; i < 9; i++) {
            frame();
        }
        assertThat(frame(person(340, 300))).containsExactly(number);
    }

    @Test
    void who_walks_on_behind_something_has_the_number_again() {
        fps = 5;
        int number = 0;
        for (int i = 0; i < 10; i++) {
            number = frame(person(50 + 22 * i, 300)).get(0);
        }
        for (int i = 10; i < 18; i++) {
            frame();
        }
        assertThat(frame(person(50 + 22 * 18, 300))).containsExactly(number);
    }

    @Test
    void who_was_not_seen_for_ten_seconds_gets_a_new_number() {
        int number = frame(person(300, 300)).get(0);
        at = at.plusSeconds(10);
        assertThat(frame(person(300, 300)).get(0)).isGreaterThan(number);
    }

    @Test
    void who_enters_gets_a_number_of_their_own_and_who_leaves_takes_it_along() {
        List<Integer> one = frame(person(300, 300));
        List<Integer> two = frame(person(300, 300), person(800, 300));
        assertThat(two.get(0)).isEqualTo(one.get(0));
        assertThat(two.get(1)).isNotEqualTo(one.get(0));
        assertThat(frame(person(800, 300))).containsExactly(two.get(1));
    }

    @Test
    void two_who_sit_side_by_side_and_jitter_are_not_mixed_up() {
        Random random = new Random(7);
        List<Integer> first = frame(person(300, 300), person(380, 300));
        for (int i = 0; i < 500; i++) {
            assertThat(
                            frame(
                                    person(300 + jitter(random), 300 + jitter(random)),
                                    person(380 + jitter(random), 300 + jitter(random))))
                    .isEqualTo(first);
        }
    }

    @Test
    void who_falls_down_keeps_the_number() {
        int number = frame(person(300, 300)).get(0);
        frame(person(305, 300));
        assertThat(frame(new Detection("person", 0.8f, new BoundingBox(340, 360, 170, 70))))
                .containsExactly(number);
    }

    @Test
    void who_crosses_the_room_at_once_is_somebody_else() {
        int number = frame(person(100, 300)).get(0);
        assertThat(frame(person(900, 300))).doesNotContain(number);
    }

    @Test
    void unsure_box_continues_a_track_and_begins_none() {
        assertThat(frame(unsure(300, 300))).containsOnlyNulls();
        int number = frame(person(300, 300)).get(0);
        assertThat(frame(unsure(305, 300))).containsExactly(number);
        assertThat(frame(unsure(700, 300))).containsOnlyNulls();
        assertThat(frame(unsure(310, 300), person(310, 300)).get(1)).isEqualTo(number);
    }

    @Test
    void below_a_frame_a_second_and_for_other_things_there_is_no_number() {
        assertThat(frame(new Detection("chair", 0.9f, new BoundingBox(1, 1, 9, 9))))
                .containsOnlyNulls();
        fps = 0.5;
        assertThat(frame(person(300, 300))).containsOnlyNulls();
        fps = 1;
        int number = frame(person(300, 300)).get(0);
        fps = 0.99;
        frame(person(300, 300));
        fps = 1;
        assertThat(frame(person(300, 300))).containsExactly(number);
    }

    @Test
    void cameras_have_tracks_of_their_own() {
        frame(person(300, 300));
        assertThat(tracker.track(event(2, person(900, 300))).detections().get(0).trackerId())
                .isNotNull();
        assertThat(frame(person(900, 300)).get(0)).isNotNull();
    }

    @Test
    void no_number_comes_again_also_after_a_restart() {
        Set<Integer> numbers = new HashSet<>();
        int given = 0;
        for (int i = 0; i < 200; i++) {
            numbers.addAll(frame(person(100, 300), person(400, 300)));
            given += 2;
            at = at.plusSeconds(11);
        }
        numbers.addAll(
                ids(new Tracker(source -> 1).track(event(1, person(100, 300), person(400, 300)))));
        assertThat(numbers).hasSize(given + 2);
    }

    @Test
    void crowd_is_bounded_and_a_clock_that_jumps_begins_anew() {
        List<Detection> crowd = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            crowd.add(person(i * 1_000, 300));
        }
        assertThat(frame(crowd.toArray(Detection[]::new)))
                .hasSize(300)
                .filteredOn(id -> id != null)
                .hasSize(100);
        at = at.minus(Duration.ofDays(1));
        int number = frame(person(300, 300)).get(0);
        assertThat(frame(person(300, 300))).containsExactly(number);
    }

    @Test
    void boxes_that_are_none_break_nothing() {
        frame(person(300, 300));
        for (float odd : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY, -5}) {
            frame(new Detection("person", 0.9f, new BoundingBox(odd, odd, odd, odd)));
        }
        assertThat(frame(person(300, 300)).get(0)).isNotNull();
    }

    private static double jitter(Random random) {
        return random.nextGaussian() * 6;
    }

    private static Detection person(double x, double y) {
        return new Detection("person", 0.8f, new BoundingBox((float) x, (float) y, 60, 160));
    }

    private static Detection unsure(double x, double y) {
        return new Detection("person", 0.3f, new BoundingBox((float) x, (float) y, 60, 160));
    }

    /** Numbers in the next frame. */
    private List<Integer> frame(Detection... detections) {
        at = at.plus(Duration.ofNanos((long) (1e9 / fps)));
        return ids(tracker.track(event(1, detections)));
    }

    private static List<Integer> ids(DetectionEvent event) {
        List<Integer> ids = new ArrayList<>();
        event.detections().forEach(detection -> ids.add(detection.trackerId()));
        return ids;
    }

    private DetectionEvent event(int source, Detection... detections) {
        return new DetectionEvent(
                "a", source, 1, at, "m", 1, List.of(detections), 1.0, null, 1920, 1080);
    }
}
