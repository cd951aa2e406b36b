package org.cupertino.nvr.fleet.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who lies on the floor and who does not, by written sequences. */
class FloorWatchTest {
    private static final String FALL = "person_on_floor";
    private static final FloorWatch.Limits LIMITS =
            new FloorWatch.Limits(5, Duration.ofMinutes(2), Duration.ofMillis(750), 5, false);

    private final Film film = film(LIMITS);

    private static Film film(FloorWatch.Limits limits) {
        return new Film(
                film -> {
                    FloorWatch watch = new FloorWatch(limits, film::nanos);
                    return frame -> {
                        List<Finding> found = watch.seen(frame);
                        if (found.stream().anyMatch(f -> f.name().equals(FALL))) {
                            watch.told(frame.sourceId());
                        }
                        return found;
                    };
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "sits down             | U*9 S*60",
                "lies in bed           | U*9 S*3 B*600",
                "kneels                | U*5 ?*20 U*5",
                "ties a shoe           | U*9 L U*30",
                "ties both shoes       | U*9 L*4 U*4 L*4 U*30",
                "bends again and again | U L U L L U U L L L U U U L L L L U U U U",
                "ties shoes before a detector | T*9 L*4 T*4 L*4 T*30",
                "a visitor bends       | SU*9 SL SU*9 SL SU*9",
                "visitors bend in turn | S1U2*9 S1L2 S1U2 S1U2U3 S1L3U2 S1U3 L1U3 S1U2 S1L2U3 S1U2",
                "person leaves         | U*9 -*600",
                "bends and leaves      | U*9 L*4 -*600",
                "network errs          | U*9 L U U L U U L U U L U U L U U",
                "lies in another zone  | U*9 X*60",
                "nobody was ever there | -*600",
            })
    void nobody_is_on_the_floor_who(String what, String frames) {
        assertThat(film.play(frames).verdicts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "falls                      | U*9 L*5",
                "was never seen before      | -*9 L*5",
                "lies half out of the picture | U*3 L ? L - L ? L - L",
                "flickers                   | U*9 L - L L U L - L L",
                "lies beside one who stands | UU*9 LU*5",
                "lies beside one who stands before a detector | TT*9 LT*5",
                "lies, of a shape that is not known | L ? L ? L ? L ? L",
                "is tracked, beside another | U1U2*9 L1U2*5",
                "gets another number        | U1*9 L1 L1 L3 L3 L4",
                "is missed where another stands | U1U2*9 L1U2 L1U2 U2 U2 L1U2 L1U2 L1U2",
                "is under a blanket later   | U*9 L*5 -*300",
                "is hidden for a while      | U*9 L*2 -*60 L*3",
            })
    void somebody_is_on_the_floor_who(String what, String frames) {
        assertThat(film.play(frames).verdicts()).containsExactly(FALL);
    }

    @Test
    void finding_says_since_when_how_surely_and_by_which_frame() {
        film.play("U*9 L*5");

        assertThat(film.last())
                .isEqualTo(
                        new Finding(
                                Finding.What.PERSON_ON_FLOOR,
                                2,
                                Film.START.plusSeconds(9),
                                0.8,
                                14));
    }

    @Test
    void every_sample_before_the_verdict_is_a_suspicion() {
        assertThat(film.play("U L L L L L L").found())
                .containsExactly("suspicion", "suspicion", "suspicion", "suspicion", FALL);
    }

    @Test
    void at_a_tenth_of_a_frame_a_second_it_is_found_soon_if_the_rate_is_raised() {
        film.every(10).play("U*6");
        film.show("L").every(1);
        assertThat(film.found()).containsExactly("suspicion");
        film.jump(Duration.ofSeconds(5)).play("L*4");
        assertThat(film.verdicts()).containsExactly(FALL);
        assertThat(film.last().since()).isEqualTo(Film.START.plusSeconds(60));
    }

    @Test
    void it_is_found_later_where_the_rate_cannot_be_raised() {
        assertThat(film.every(10).play("U*6 L*5").verdicts()).containsExactly(FALL);
    }

    @Test
    void fast_frames_count_once() {
        assertThat(film.every(0.04).play("L*75").verdicts()).isEmpty();
        assertThat(film.play("L*20").verdicts()).containsExactly(FALL);
    }

    @Test
    void samples_that_are_too_far_apart_do_not_add_up() {
        assertThat(film.every(40).play("L*60").verdicts()).isEmpty();
    }

    @Test
    void who_is_upright_again_is_told_once_and_may_fall_again() {
        film.play("L*5 L*60 U*4 L U*5 U*60");
        assertThat(film.verdicts()).containsExactly(FALL, "person_upright");
        film.play("L*5");
        assertThat(film.verdicts()).containsExactly(FALL, "person_upright", FALL);
    }

    @Test
    void who_may_stand_is_not_said_to_be_upright() {
        assertThat(film.play("L*5 T*60").verdicts()).containsExactly(FALL);
    }

    @Test
    void who_goes_on_lying_is_told_once() {
        assertThat(film.play("L*5 L*6000").verdicts()).containsExactly(FALL);
    }

    @Test
    void who_was_not_seen_for_long_and_lies_again_is_told_again() {
        assertThat(film.play("L*5 -*130 L*5").verdicts()).containsExactly(FALL, FALL);
    }

    @Test
    void what_could_not_be_told_is_found_again() {
        Film deaf = new Film(film -> new FloorWatch(LIMITS, film::nanos)::seen);

        assertThat(deaf.play("L*5 L*10").verdicts()).containsExactly(FALL);
        assertThat(deaf.play("L*20").verdicts()).containsExactly(FALL, FALL, FALL);
    }

    @Test
    void camera_without_zones_counts_only_where_that_is_wanted() {
        FloorWatch.Limits everywhere =
                new FloorWatch.Limits(5, Duration.ofMinutes(2), Duration.ZERO, 5, true);

        assertThat(film.zones().play("L*60").found()).isEmpty();
        assertThat(film.zones("door").play("L*60").found()).isEmpty();
        assertThat(film(everywhere).zones().play("L*5").verdicts()).containsExactly(FALL);
    }

    @Test
    void anywhere_but_in_the_bed_counts_where_no_floor_is_marked() {
        assertThat(film.zones("bed").play("B*60").verdicts()).isEmpty();
        assertThat(film.play("X*5").verdicts()).containsExactly(FALL);
    }

    @Test
    void two_processors_on_a_camera_neither_add_up_nor_tell_twice() {
        for (int i = 0; i < 4; i++) {
            film.by("proc-a").every(0.5).play("L").by("proc-b").play("L");
        }
        assertThat(film.verdicts()).isEmpty();
        film.by("proc-a").play("L").by("proc-b").play("L").by("proc-a").play("L");
        assertThat(film.verdicts()).containsExactly(FALL);
        film.every(1).by("emergency-room-2").play("L*60 U*5 U*60");
        assertThat(film.verdicts()).containsExactly(FALL, "person_upright");
    }

    @Test
    void processors_whose_clocks_differ_do_not_disturb_each_other() {
        for (int i = 0; i < 5; i++) {
            film.by("proc-a").show("L").jump(Duration.ofHours(1)).by("proc-b").show("L");
            film.jump(Duration.ofHours(-1)).by("proc-c").play("U");
        }
        assertThat(film.verdicts()).containsExactly(FALL);
    }

    @Test
    void duplicates_and_late_frames_count_not() {
        for (int i = 0; i < 4; i++) {
            film.show("L").show("L").show("U").play("U");
            film.jump(Duration.ofSeconds(-3)).show("L").jump(Duration.ofSeconds(3));
        }
        assertThat(film.verdicts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H", "PT-30S", "PT50000H"})
    void clock_that_jumps_delays_by_no_more_than_the_samples(Duration jump) {
        film.play("U*9 L L").jump(jump).play("L*5");
        assertThat(film.verdicts()).containsExactly(FALL);
    }

    @Test
    void clock_that_is_set_back_a_little_delays_by_that() {
        film.play("U*9 L L").jump(Duration.ofSeconds(-6)).play("L*9");
        assertThat(film.verdicts()).containsExactly(FALL);
    }

    @Test
    void flood_of_cameras_and_processors_is_bounded() {
        Newest<Integer, Object> newest = new Newest<>(100, Object::new);
        Object kept = newest.of(-1);
        for (int i = 0; i < 10_000; i++) {
            newest.of(i);
            assertThat(newest.of(-1)).isSameAs(kept);
        }
        assertThat(newest.size()).isEqualTo(100);
    }
}
