package org.cupertino.nvr.processor.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cupertino.nvr.site.CameraFile;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Posture;
import org.cupertino.nvr.wire.ZoneKind;
import org.junit.jupiter.api.Test;

class ZonesTest {
    private static final String LEFT = "corners: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]";
    private static final String LOWER = "corners: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]";

    private final Map<Integer, Integer> masked = new TreeMap<>();
    private Zones zones = new Zones((id, count) -> masked.merge(id, count, Integer::sum), true);

    @Test
    void a_detection_is_where_the_middle_of_its_lower_edge_is() {
        follow("zones: {floor: {kind: floor, " + LOWER + "}}");
        // The box begins above the zone and ends in it.
        assertThat(mark(thing(500, 450, 100, 300)).zones()).containsExactly("floor");
        assertThat(mark(thing(500, 450, 100, 80)).zones()).isEmpty();
        assertThat(mark(thing(500, 900, 100, 200)).zones()).containsExactly("floor");
    }

    @Test
    void from_a_ceiling_it_is_where_the_middle_of_its_box_is() {
        follow("mounting: ceiling, zones: {floor: {kind: floor, " + LOWER + "}}");
        assertThat(mark(thing(500, 450, 100, 300)).zones()).isEmpty();
        assertThat(mark(thing(500, 550, 100, 300)).zones()).containsExactly("floor");
    }

    @Test
    void somebody_who_lies_is_where_the_middle_of_the_box_is() {
        follow("zones: {floor: {kind: floor, " + LOWER + "}}");
        assertThat(mark(lying(thing(500, 450, 300, 120))).zones()).isEmpty();
        assertThat(mark(lying(thing(500, 550, 300, 120))).zones()).containsExactly("floor");
    }

    @Test
    void it_names_every_zone_that_it_is_in_with_the_kinds_in_the_same_order() {
        follow(
                "zones: {my bed: {kind: bed, %s}, ground: {kind: floor, %s}, b2: {kind: bed, %s}}"
                        .formatted(LEFT, LOWER, LOWER));
        DetectionEvent event = zones.mark(event(thing(200, 600, 10, 10), thing(800, 100, 9, 9)));
        assertThat(event.zoneKinds()).containsExactly(ZoneKind.FLOOR, ZoneKind.BED);
        assertThat(event.detections().get(0).zones()).containsExactly("my bed", "ground", "b2");
        assertThat(event.detections().get(0).zoneKinds())
                .containsExactly(ZoneKind.BED, ZoneKind.FLOOR, ZoneKind.BED);
        assertThat(event.detections().get(1).zones()).isEmpty();
        assertThat(event.detections().get(1).zoneKinds()).isEmpty();
    }

    @Test
    void a_zone_has_classes_and_a_confidence_of_its_own() {
        follow("zones: {bed: {kind: bed, classes: [cat], confidence: 0.7, " + LEFT + "}}");
        Detection person = thing(200, 500, 10, 10);
        assertThat(mark(person).zones()).isEmpty();
        assertThat(mark(new Detection("cat", 0.69f, person.bbox())).zones()).isEmpty();
        assertThat(mark(new Detection("cat", 0.7f, person.bbox())).zones()).containsExactly("bed");
    }

    @Test
    void what_a_mask_hides_is_dropped_and_counted() {
        follow("masks: {tv: {" + LEFT + "}}");
        DetectionEvent event =
                zones.mark(event(thing(100, 500, 9, 9), thing(800, 500, 9, 9), thing(9, 9, 5, 5)));
        assertThat(event.detections()).hasSize(1);
        assertThat(event.detections().get(0).zones()).isNull();
        assertThat(event.zoneKinds()).isNull();
        assertThat(masked).containsExactly(Map.entry(2, 2));
    }

    @Test
    void only_the_wanted_classes_and_confidences_are_reported_and_the_rest_is_not_masked() {
        follow("classes: [person], confidence: 0.6, masks: {tv: {" + LEFT + "}}");
        BoundingBox left = new BoundingBox(100, 100, 9, 9);
        BoundingBox right = new BoundingBox(900, 100, 9, 9);
        DetectionEvent event =
                zones.mark(
                        event(
                                new Detection("person", 0.6f, right),
                                new Detection("person", 0.59f, right),
                                new Detection("cat", 0.9f, left)));
        assertThat(event.detections()).extracting(Detection::confidence).containsExactly(0.6f);
        assertThat(masked).isEmpty();
    }

    @Test
    void nothing_is_made_where_nothing_is_said_of_the_camera() {
        DetectionEvent event = event(thing(1, 1, 1, 1));
        assertThat(zones.mark(event)).isSameAs(event);
        zones.follow(parse("cameras: {2: {name: x}, 3: {classes: [cat]}}").cameras().values());
        assertThat(zones.mark(event)).isSameAs(event);
    }

    @Test
    void a_change_takes_effect_with_the_next_event() {
        follow("classes: [cat]");
        assertThat(zones.mark(event(thing(1, 1, 1, 1))).detections()).isEmpty();
        follow("classes: [person]");
        assertThat(zones.mark(event(thing(1, 1, 1, 1))).detections()).hasSize(1);
    }

    @Test
    void what_else_is_known_of_a_detection_stays() {
        follow("zones: {bed: {kind: bed, " + LEFT + "}}");
        Detection before =
                new Detection(
                        "person",
                        0.5f,
                        new BoundingBox(100, 1, 1, 1),
                        7,
                        null,
                        null,
                        Posture.SITTING,
                        0.5f,
                        List.of());
        assertThat(mark(before)).isEqualTo(before.withZones(List.of("bed"), List.of(ZoneKind.BED)));
    }

    private void follow(String keys) {
        zones.follow(parse("cameras: {2: {" + keys + "}}").cameras().values());
    }

    private static CameraFile parse(String text) {
        CameraFile file = CameraFile.parse("c.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertThat(file.faults()).isEmpty();
        return file;
    }

    @Test
    void who_lies_need_not_be_as_sure_as_what_a_detector_sees() {
        follow("confidence: 0.9, zones: {rug: {kind: floor, confidence: 0.8, " + LEFT + "}}");
        BoundingBox box = new BoundingBox(10, 10, 5, 5);
        assertThat(mark(lying(new Detection("person", 0.3f, box))).zones()).containsExactly("rug");
    }

    @Test
    void another_model_is_blinded_by_no_confidence_and_by_no_classes_without_people() {
        zones = new Zones((id, count) -> {}, false);
        follow(
                "classes: [car], confidence: 0.9, zones: {rug: {kind: floor, confidence: 0.8, %s}}"
                        .formatted(LEFT));
        Detection upright = new Detection("person", 0.3f, new BoundingBox(10, 10, 5, 5));
        assertThat(mark(upright).zones()).containsExactly("rug");

        follow("classes: [person], zones: {rug: {kind: floor, classes: [cat], " + LEFT + "}}");
        assertThat(mark(upright).zones()).isEmpty();
        assertThat(zones.mark(event(new Detection("car", 0.9f, upright.bbox()))).detections())
                .isEmpty();
    }

    private Detection mark(Detection detection) {
        return zones.mark(event(detection)).detections().get(0);
    }

    private static Detection thing(float x, float y, float width, float height) {
        return new Detection("person", 0.8f, new BoundingBox(x, y, width, height));
    }

    private static Detection lying(Detection d) {
        return d.withPosture(Posture.LYING, 0.9f);
    }

    /** A picture of 1000 by 1000 pixels. */
    private static DetectionEvent event(Detection... detections) {
        return new DetectionEvent(
                "proc-a", 2, 1, Instant.EPOCH, "m", 1, List.of(detections), 1.0, null, 1000, 1000);
    }
}
