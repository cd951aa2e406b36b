package org.cupertino.nvr.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.fleet.rule.Finding;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Posture;
import org.cupertino.nvr.wire.ZoneKind;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Instant START = Instant.parse("2026-01-31T14:03:10Z");
    private static final Detection SOMEBODY =
            new Detection("person", 0.5f, new BoundingBox(1, 1, 1, 1));
    private static final Detection LYING = in("floor", SOMEBODY.withPosture(Posture.LYING, 0.62f));
    private static final Detection UPRIGHT = SOMEBODY.withPosture(Posture.UPRIGHT, 0.9f);

    private final List<Finding> suspected = new ArrayList<>();
    private Trial trial = trial(Map.of("nvr.lying-samples", "3", "nvr.upright-samples", "1"));
    private List<ZoneKind> zones = List.of(ZoneKind.FLOOR, ZoneKind.BED);
    private int second;

    @Test
    void each_sample_is_a_line_and_who_lies_on_the_floor_is_an_emergency() {
        assertThat(List.of(see(), see(SOMEBODY.withTracker(4)), see(LYING), see(UPRIGHT, LYING)))
                .containsExactly(
                        "14:03:10  nobody",
                        "14:03:11  person 4 posture unknown 0.50",
                        "14:03:12  person lying 0.62 in floor; rule: lying 1 of 3",
                        "14:03:13  person upright 0.90, person lying 0.62 in floor;"
                                + " rule: lying 2 of 3");
        assertThat(List.of(see(LYING), see(), see(UPRIGHT)))
                .containsExactly(
                        "14:03:14  person lying 0.62 in floor;"
                                + " rule: EMERGENCY, on the floor since 14:03:12",
                        "14:03:15  nobody; rule: emergency goes on",
                        "14:03:16  person upright 0.90; rule: upright again");
        assertThat(suspected).hasSize(2);
        assertThat(trial.summary())
                .containsExactly(
                        "Samples: 7, 2 of them with nobody",
                        "Persons: 3 lying, 1 posture unknown, 2 upright",
                        "The rule would have begun an emergency: somebody on the floor since"
                                + " 14:03:12");
    }

    @Test
    void who_lies_in_bed_or_ties_a_shoe_is_none() {
        assertThat(see(in("bed", SOMEBODY.withPosture(Posture.LYING, 0.4f))))
                .isEqualTo("14:03:10  person lying 0.40 in bed");
        see(LYING);
        assertThat(see(UPRIGHT)).isEqualTo("14:03:12  person upright 0.90");
        assertThat(trial.summary())
                .contains("The rule would have begun no emergency: lying 1 of 3 at most");
    }

    @Test
    void without_zones_the_rule_does_not_look_unless_it_is_to() {
        zones = null;
        assertThat(see(LYING)).doesNotContain("rule");
        assertThat(trial.summary()).anyMatch(line -> line.contains("no zone of kind floor or bed"));

        trial = trial(Map.of("nvr.fall-rule", "true"));
        assertThat(see(LYING)).endsWith("; rule: lying 1 of 5");
    }

    @Test
    void without_a_picture_it_says_where_to_look() {
        assertThat(trial.summary()).hasSize(1).allMatch(line -> line.contains("doctor"));
    }

    private Trial trial(Map<String, String> settings) {
        RuleOptions rules = OrchestratorOptions.from(settings::get, Map.of()).rules();
        return new Trial(rules, new Rules(rules, "try", null), ZoneOffset.UTC, suspected::add);
    }

    private static Detection in(String zone, Detection detection) {
        ZoneKind kind = ZoneKind.valueOf(zone.toUpperCase(java.util.Locale.ROOT));
        return detection.withZones(List.of(zone), List.of(kind));
    }

    private String see(Detection... detections) {
        DetectionEvent event =
                new DetectionEvent(
                                "try",
                                2,
                                second,
                                START.plusSeconds(second++),
                                "m",
                                1,
                                List.of(detections),
                                null,
                                1.0,
                                640,
                                480)
                        .withZoneKinds(zones);
        try {
            return trial.line(event, Json.mapper().writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
