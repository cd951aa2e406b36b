package org.cupertino.nvr.fleet.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was not seen for long, and who left at night, by written sequences. */
class RoomRulesTest {
    private final Film quiet =
            new Film(film -> new QuietWatch(Duration.ofHours(8), film::nanos)::seen).every(10);

    /** Nights last until six in the morning; films begin at one. */
    private final Film left =
            new Film(
                            film ->
                                    new LeftWatch(
                                                    Duration.ofMinutes(20),
                                                    at -> at.atZone(ZoneOffset.UTC).getHour() < 6,
                                                    film::nanos)
                                            ::seen)
                    .every(10);

    @Test
    void room_is_quiet_when_nobody_was_seen_for_eight_hours() {
        assertThat(quiet.play("U -*2880").found()).containsExactly("quiet");
        assertThat(quiet.last().since()).isEqualTo(Film.START);
        assertThat(quiet.play("-*2880").found()).containsExactly("quiet");
        assertThat(quiet.play("B -").found()).containsExactly("quiet", "seen_again");
        assertThat(quiet.play("-*2880").found()).hasSize(3).endsWith("quiet");
    }

    @Test
    void room_is_quiet_that_was_empty_from_the_start() {
        assertThat(quiet.play("-*2881").found()).containsExactly("quiet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"U -*2879 U -*2879", "U*3000", "-*2879 ? -*2879"})
    void room_is_not_quiet_where_somebody_is_seen_in_time(String frames) {
        assertThat(quiet.play(frames).found()).isEmpty();
    }

    @Test
    void blind_camera_and_a_clock_set_forward_are_not_quiet() {
        quiet.play("U -*1440").jump(Duration.ofHours(20)).play("-*1430");
        assertThat(quiet.found()).isEmpty();
        quiet.jump(Duration.ofHours(-30)).play("-*20");
        assertThat(quiet.found()).containsExactly("quiet");
    }

    @Test
    void two_processors_make_no_double_time() {
        for (int i = 0; i < 1_445; i++) {
            quiet.by("proc-a").play("-").by("proc-b").jump(Duration.ofMinutes(5)).show("-");
            quiet.jump(Duration.ofMinutes(-5));
        }
        assertThat(quiet.found()).isEmpty();
        quiet.by("proc-b").play("-*1500");
        assertThat(quiet.found()).containsExactly("quiet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "U*9 D -*120          | left_room",
                "U*9 D D D -*120      | left_room",
                "U*9 D -*500          | left_room",
                "U*9 D -*120 D U      | left_room seen_again",
            })
    void who_left_at_night_and_is_not_back_is_told_once(String frames, String found) {
        assertThat(left.play(frames).found()).containsExactly(found.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "U*9 D -*119 U",
                "U*9 D U -*500",
                "UD*9 U*500",
                "UD -*500",
                "B*9 -*500",
                "-*500"
            })
    void who_is_back_in_time_stays_or_is_hidden_elsewhere_has_not_left(String frames) {
        assertThat(left.play(frames).found()).isEmpty();
    }

    @Test
    void by_day_everybody_may_leave() {
        assertThat(left.jump(Duration.ofHours(6)).play("U D -*500").found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "5",
                "null",
                "[]",
                "{}",
                "{\"source_id\":{},\"detections\":5}",
                "{\"source_id\":-1,\"timestamp\":\"2026-01-31T08:00:00Z\",\"detections\":[]}",
                "{\"source_id\":1,\"timestamp\":\"noon\",\"detections\":[]}",
                "{\"source_id\":1,\"timestamp\":\"+10000-01-01T00:00:00Z\",\"detections\":[]}",
                "{\"source_id\":1,\"timestamp\":\"-0001-01-01T00:00:00Z\",\"detections\":[]}",
                "{\"source_id\":1,\"detections\":[]}"
            })
    void what_is_no_detection_event_shows_nothing(String payload) {
        assertThat(Sighting.of(payload.getBytes(UTF_8))).isEmpty();
        assertThat(Sighting.of(new byte[2_000_000])).isEmpty();
    }

    @Test
    void odd_values_of_a_detection_break_nothing() {
        String event =
                """
                {"source_id":1,"timestamp":"2026-01-31T08:00:00Z","zone_kinds":5,"detections":[
                5, null, {"class_name":"person","posture":[1],"tracker_id":"x","zone_kinds":{"a":1}},
                {"class_name":"person","posture":"floating","posture_confidence":"sure"}]}
                """;
        assertThat(Sighting.of(event.getBytes(UTF_8)).orElseThrow())
                .satisfies(frame -> assertThat(frame.persons()).hasSize(2))
                .satisfies(frame -> assertThat(frame.onFloor()).isEmpty());
    }
}
