package org.cupertino.nvr.processor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;
import org.junit.jupiter.api.Test;

class SecondLookTest {
    private static final Detection LYING = Bodies.of(90, 90, 90);
    private static final Detection CHAIR =
            new Detection("chair", 0.9f, new BoundingBox(300, 300, 210, 30));

    @Test
    void who_was_not_seen_is_one_more_person_who_lies() {
        Inference both = look(List.of(CHAIR), Map.of(Turn.COUNTERCLOCKWISE, List.of(LYING)));
        assertThat(both.detections()).hasSize(2).contains(CHAIR);
        Detection person = both.detections().get(1);
        assertThat(person.className()).isEqualTo("person");
        assertThat(person.posture()).isEqualTo(Posture.LYING);
        assertThat(person.postureConfidence()).isEqualTo(0.5f);
        assertThat(person.bbox()).isEqualTo(LYING.bbox());
        assertThat(person.keypoints()).isEqualTo(LYING.keypoints());
        assertThat(both.modelId()).isEqualTo("first");
        assertThat(both.inferenceTimeMs()).as("of all three looks").isEqualTo(7 + 2 * 3);
    }

    @Test
    void who_was_seen_gets_the_posture() {
        BoundingBox box = LYING.bbox();
        Detection seen = new Detection("person", 0.7f, box);
        List<Detection> both =
                look(List.of(seen), Map.of(Turn.COUNTERCLOCKWISE, List.of(LYING))).detections();
        assertThat(both).hasSize(1);
        assertThat(both.get(0).posture()).isEqualTo(Posture.LYING);
        assertThat(both.get(0).confidence()).isEqualTo(0.7f);
        assertThat(both.get(0).postureConfidence()).isEqualTo(0.5f);
    }

    @Test
    void who_is_upright_in_the_first_look_and_as_sure_does_not_lie() {
        BoundingBox box = LYING.bbox();
        BoundingBox high = new BoundingBox(box.x(), box.y(), 100, 101);
        Detection wide = shape(LYING, new BoundingBox(box.x(), box.y(), 120, 90));
        Detection upright = new Detection("person", 0.5f, high);
        assertThat(
                        look(List.of(upright), Map.of(Turn.COUNTERCLOCKWISE, List.of(wide)))
                                .detections())
                .containsExactly(upright.withPosture(Posture.UNKNOWN, 0.5f));
        Detection unsure = new Detection("person", 0.4f, high);
        assertThat(look(List.of(unsure), Map.of(Turn.COUNTERCLOCKWISE, List.of(wide))).detections())
                .extracting(Detection::posture)
                .containsExactly(Posture.LYING);
    }

    @Test
    void a_person_of_whom_a_first_look_says_more_keeps_that() {
        Detection sits =
                new Detection("person", 0.5f, LYING.bbox()).withPosture(Posture.SITTING, 1);
        assertThat(look(List.of(sits, CHAIR), Map.of()).detections()).containsExactly(sits, CHAIR);
    }

    @Test
    void one_person_in_both_turns_is_one() {
        Detection other = shape(Bodies.of(-90, -90, -90), LYING.bbox());
        assertThat(
                        look(
                                        List.of(),
                                        Map.of(
                                                Turn.COUNTERCLOCKWISE,
                                                List.of(LYING),
                                                Turn.CLOCKWISE,
                                                List.of(other)))
                                .detections())
                .hasSize(1);
    }

    @Test
    void who_is_not_upright_in_the_turned_picture_and_what_is_no_person_changes_nothing() {
        assertThat(
                        look(
                                        List.of(CHAIR),
                                        Map.of(
                                                Turn.CLOCKWISE,
                                                List.of(LYING, CHAIR),
                                                Turn.COUNTERCLOCKWISE,
                                                List.of(Bodies.of(0, 0, 0))))
                                .detections())
                .containsExactly(CHAIR);
    }

    @Test
    void trunk_of_who_stands_bent_over_does_not_lie() {
        Detection trunk = trunkOf(LYING);
        Detection bent = Bodies.of(90, 0, 0);
        assertThat(look(List.of(CHAIR), seen(trunk, bent)).detections()).containsExactly(CHAIR);
        Detection beside = shape(bent, new BoundingBox(600, 350, 90, 150));
        for (Detection other : List.of(LYING, Bodies.of(90, 0, 120), beside, CHAIR)) {
            assertThat(look(List.of(), seen(trunk, other)).detections())
                    .as("legs are hidden, and %s stands not there", other)
                    .extracting(Detection::posture)
                    .containsExactly(Posture.LYING);
        }
    }

    @Test
    void whose_legs_are_seen_lies_without_another_look() {
        Inference both = look(List.of(), seen(LYING, Bodies.of(90, 0, 0)));
        assertThat(both.detections()).extracting(Detection::posture).containsExactly(Posture.LYING);
        assertThat(both.inferenceTimeMs()).isEqualTo(7 + 2 * 3);
        assertThat(look(List.of(), seen(trunkOf(LYING), LYING)).inferenceTimeMs())
                .isEqualTo(7 + 3 * 3);
    }

    private static Map<Turn, List<Detection>> seen(Detection turned, Detection asItIs) {
        return Map.of(Turn.COUNTERCLOCKWISE, List.of(turned), Turn.NONE, List.of(asItIs));
    }

    /** As a network sees it that takes the trunk for the whole. */
    private static Detection trunkOf(Detection person) {
        BoundingBox box = new BoundingBox(330, 300, 90, 30);
        return Bodies.withPoints(
                new Detection("person", 0.5f, box),
                person.keypoints().stream()
                        .filter(point -> point.name().matches(".*(shoulder|hip)"))
                        .toList());
    }

    private static Detection shape(Detection person, BoundingBox box) {
        return Bodies.withPoints(
                new Detection("person", person.confidence(), box), person.keypoints());
    }

    private static Inference look(List<Detection> first, Map<Turn, List<Detection>> turned) {
        return SecondLook.after(
                new Inference("first", 7, 1, first),
                (turn, confidence) ->
                        new Inference("second", 3, 1, turned.getOrDefault(turn, List.of())));
    }
}
