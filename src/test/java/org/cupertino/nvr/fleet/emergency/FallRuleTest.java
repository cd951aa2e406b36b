package org.cupertino.nvr.fleet.emergency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worked rule on detections, as it is shipped. */
@Timeout(60)
class FallRuleTest {
    private static final ObjectMapper JSON = Json.mapper();

    /** As texts 99.5 is more than 100.25. */
    private static final Detection LIES = detection("person", 0.6f, 100.25f, 99.5f);

    private static final Detection STANDS = detection("person", 0.9f, 99.5f, 100.25f);

    private static final int ELSEWHERE = 99;
    private static final Duration SOON = Duration.ofSeconds(20);

    private EventRoutes routes;
    private int frames;

    @BeforeEach
    void start() throws Exception {
        routes = new EventRoutes(true);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void who_lies_in_three_frames_has_fallen_in_the_room_of_that_camera() throws Exception {
        see(7, LIES);
        see(8, LIES);
        see(7, STANDS, LIES);
        assertNobodyHasFallenSoFar();
        see(7, LIES);
        awaitFallIn(7);
        assertThat(routes.emergencies.sourcesInEmergency()).containsExactlyInAnyOrder(7, ELSEWHERE);
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void two_who_lie_in_one_frame_are_one_frame() throws Exception {
        see(7, LIES, LIES, LIES);
        see(7, LIES, LIES);
        assertNobodyHasFallenSoFar();
        see(7, LIES, LIES);
        awaitFallIn(7);
    }

    @Test
    void who_stands_is_unsure_or_is_no_person_has_not_fallen() throws Exception {
        for (int i = 0; i < 4; i++) {
            see(1, STANDS);
            see(2, detection("person", 0.59f, 200, 100));
            see(3, detection("couch", 0.9f, 200, 100));
            see(4);
            see(5, detection("person", 0.9f, 100, 100));
        }
        assertNobodyHasFallenSoFar();
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void what_is_no_detection_is_told_and_stops_nothing() throws Exception {
        for (String payload : List.of("x", "5", "{\"source_id\":{},\"detections\":5}")) {
            routes.send("nvr/detections/1", payload.getBytes(UTF_8), false);
        }
        for (int i = 0; i < 3; i++) {
            see(-1, LIES);
        }
        await().atMost(SOON).until(() -> routes.rejections().size() == 4);
        assertNobodyHasFallenSoFar();
    }

    @Test
    void rule_is_off_unless_it_is_asked_for() throws Exception {
        try (EventRoutes without = new EventRoutes(false)) {
            assertThat(without.context.getRoute("fall-rule")).isNull();
        }
        assertThat(routes.context.getRoute("fall-rule")).isNotNull();
    }

    /** Makes somebody fall in another room: what came before is done with when that is known. */
    private void assertNobodyHasFallenSoFar() throws Exception {
        for (int i = 0; i < 3; i++) {
            see(ELSEWHERE, LIES);
        }
        awaitFallIn(ELSEWHERE);
        assertThat(routes.rooms()).containsExactly(ELSEWHERE);
    }

    private void awaitFallIn(int room) {
        await().atMost(SOON).until(() -> routes.rooms().contains(room));
    }

    private void see(int camera, Detection... detections) throws Exception {
        DetectionEvent event =
                new DetectionEvent(
                        "proc-a",
                        camera,
                        ++frames,
                        Instant.EPOCH.plusSeconds(frames),
                        "nanodet-g",
                        40.0,
                        Stream.of(detections).toList(),
                        1.0,
                        60.0,
                        1920,
                        1080);
        routes.send("nvr/detections/" + camera, JSON.writeValueAsBytes(event), false);
    }

    private static Detection detection(String name, float confidence, float width, float height) {
        return new Detection(name, confidence, new BoundingBox(500, 500, width, height));
    }
}
