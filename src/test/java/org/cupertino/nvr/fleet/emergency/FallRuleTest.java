package org.cupertino.nvr.fleet.emergency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules on detections as they are shipped, from a payload to what is published. */
@Timeout(60)
class FallRuleTest {
    private static final String LIES =
            "{\"class_name\":\"person\",\"confidence\":0.6,\"posture\":\"lying\",\"posture_confidence\":0.75}";
    private static final String STANDS =
            "{\"class_name\":\"person\",\"confidence\":0.9,\"posture\":\"upright\"}";

    private EventRoutes routes;
    private int frames;

    @BeforeEach
    void start() throws Exception {
        routes = new EventRoutes("nvr.fall-rule=true", "nvr.quiet-rule=true", "nvr.quiet-after=1h");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void who_lies_in_enough_frames_is_an_emergency_and_a_notice() throws Exception {
        for (int i = 0; i < 4; i++) {
            see(7, LIES);
            see(3, STANDS);
        }
        assertThat(routes.rooms()).isEmpty();
        see(7, LIES);
        assertThat(routes.rooms()).containsExactly(7);
        assertThat(routes.retained())
                .first()
                .extracting(room -> room.path("event").asText())
                .isEqualTo("person_on_floor");
        assertThat(routes.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.path("room_id").asInt()).isEqualTo(7))
                .satisfies(notice -> assertThat(said(notice)).isEqualTo("person_on_floor"))
                .satisfies(n -> assertThat(n.path("confidence").asDouble()).isEqualTo(0.75))
                .satisfies(
                        notice ->
                                assertThat(notice.path("since").asText())
                                        .isEqualTo("1970-01-01T00:00:01.000Z"));
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void who_is_upright_again_ends_no_emergency() throws Exception {
        for (int i = 0; i < 5; i++) {
            see(7, LIES);
        }
        for (int i = 0; i < 5; i++) {
            see(7, STANDS);
        }
        assertThat(routes.notices())
                .extracting(FallRuleTest::said)
                .containsExactly("person_on_floor", "person_upright");
        assertThat(routes.emergencies.sourcesInEmergency()).containsExactly(7);
    }

    @Test
    void fall_that_is_reported_as_well_changes_nothing() throws Exception {
        routes.send("{\"event\":\"fall_detected\",\"room_id\":7}");
        for (int i = 0; i < 5; i++) {
            see(7, LIES);
        }
        routes.send("{\"event\":\"fall_detected\",\"room_id\":7}");
        assertThat(routes.rooms()).containsExactly(7);
        assertThat(routes.retained())
                .extracting(room -> room.path("event").asText())
                .containsOnly("fall_detected");
    }

    @Test
    void quiet_room_is_a_notice_and_no_emergency() throws Exception {
        for (int i = 0; i <= 8; i++) {
            frames += 500;
            see(5);
        }
        assertThat(routes.notices()).extracting(FallRuleTest::said).containsExactly("quiet");
        see(5, STANDS);
        assertThat(routes.notices())
                .extracting(FallRuleTest::said)
                .containsExactly("quiet", "seen_again");
        assertThat(routes.rooms()).isEmpty();
    }

    @Test
    void what_is_no_detection_stops_nothing() throws Exception {
        for (String payload : List.of("x", "5", "{\"source_id\":{},\"detections\":5}")) {
            routes.send("nvr/detections/1", payload.getBytes(UTF_8), false);
        }
        for (int i = 0; i < 5; i++) {
            see(-1, LIES);
            see(2, LIES);
        }
        assertThat(routes.rooms()).containsExactly(2);
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void rules_that_are_off_have_no_route() throws Exception {
        try (EventRoutes without = new EventRoutes()) {
            assertThat(without.context.getRoute("detections")).isNull();
            assertThat(without.context.getRoute("fall-rule")).isNull();
            assertThat(without.context.getRoute("quiet-rule")).isNull();
        }
        assertThat(routes.context.getRoute("fall-rule")).isNotNull();
        assertThat(routes.context.getRoute("left-rule")).isNull();
    }

    private static String said(JsonNode notice) {
        return notice.path("notice").asText();
    }

    private void see(int camera, String... detections) throws Exception {
        String event =
                """
                {"instance_id":"proc-a","source_id":%d,"frame_id":%d,"timestamp":"%s","detections":[%s]}
                """
                        .formatted(
                                camera,
                                frames,
                                Instant.ofEpochSecond(++frames),
                                String.join(",", detections));
        routes.send("nvr/detections/" + camera, event.getBytes(UTF_8), false);
    }
}
