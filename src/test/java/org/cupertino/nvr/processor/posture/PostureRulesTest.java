package org.cupertino.nvr.processor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, UPRIGHT",
        "40, 40, 40, UPRIGHT",
        "10, 10, -80, UPRIGHT",
        "0, 90, 0, SITTING",
        "20, -70, 0, SITTING",
        "50, 0, 0, UNKNOWN",
        "90, 90, 90, LYING",
        "-90, -90, -90, LYING",
        "70, 60, 90, LYING",
        "180, 180, 180, LYING",
        "90, 0, 0, UNKNOWN",
        "90, 90, 20, LYING",
    })
    void angles_of_trunk_thighs_and_shins_make_a_posture(
            double trunk, double thigh, double shin, Posture expected) {
        assertThat(PostureRules.posture(Bodies.of(trunk, thigh, shin))).isEqualTo(expected);
    }

    @Test
    void body_of_which_too_little_is_seen_is_unknown() {
        Detection standing = Bodies.of(0, 0, 0);
        assertThat(PostureRules.posture(Bodies.without(standing, "hip")))
                .isEqualTo(Posture.UNKNOWN);
        assertThat(PostureRules.posture(Bodies.without(standing, "shoulder")))
                .isEqualTo(Posture.UNKNOWN);
        assertThat(PostureRules.posture(Bodies.without(standing, "knee")))
                .isEqualTo(Posture.UNKNOWN);
        assertThat(PostureRules.posture(Bodies.without(standing, "left_hip")))
                .isEqualTo(Posture.UPRIGHT);
    }

    @Test
    void who_lies_without_legs_in_sight_lies() {
        Detection covered = Bodies.without(Bodies.of(90, 90, 90), "knee|ankle");
        assertThat(PostureRules.posture(covered)).isEqualTo(Posture.LYING);
        assertThat(PostureRules.isLying(covered, Turn.COUNTERCLOCKWISE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90, 90, COUNTERCLOCKWISE, true",
        "-90, -90, -90, CLOCKWISE, true",
        "90, 90, 90, CLOCKWISE, false",
        "110, 105, 100, COUNTERCLOCKWISE, true",
        "60, 60, 60, COUNTERCLOCKWISE, false",
        "90, 20, 0, COUNTERCLOCKWISE, false",
        "0, 0, 0, COUNTERCLOCKWISE, false",
    })
    void who_is_upright_in_the_turned_picture_lies(
            double trunk, double thigh, double shin, Turn turn, boolean lies) {
        assertThat(PostureRules.isLying(Bodies.of(trunk, thigh, shin), turn)).isEqualTo(lies);
    }

    @Test
    void without_points_a_box_longer_than_high_lies() {
        assertThat(PostureRules.isLying(Bodies.box(200, 100), Turn.CLOCKWISE)).isTrue();
        assertThat(PostureRules.isLying(Bodies.box(110, 100), Turn.CLOCKWISE)).isFalse();
        assertThat(PostureRules.isUpright(Bodies.box(50, 100))).isTrue();
        assertThat(PostureRules.isUpright(Bodies.box(150, 100))).isFalse();
    }

    @Test
    void points_in_one_place_or_none_are_unknown_and_fail_nothing() {
        Detection dot = Bodies.withPoints(Bodies.box(10, 10), new ArrayList<>());
        assertThat(PostureRules.posture(dot)).isEqualTo(Posture.UNKNOWN);
        assertThat(PostureRules.isLying(dot, Turn.CLOCKWISE)).isFalse();
        assertThat(Skeleton.of(List.of()).lean(Turn.NONE)).isEmpty();
    }
}
