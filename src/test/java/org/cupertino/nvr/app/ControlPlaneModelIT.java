package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model is changed by commands, over a broker, on a processor with three cameras. */
@Timeout(300)
class ControlPlaneModelIT extends ThreeCameras {
    @Test
    void model_changes_between_two_frames_to_another_size_and_back() {
        Map<Integer, JsonNode> before = metrics();
        desk.complete(ME, "change_model", "{\"model_id\":\"nanodet-g-640\"}");
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 2);
        }
        assertThat(desk.awaitStatus(ME, "reconfiguring").path("model_id").asText())
                .isEqualTo("nanodet-g");
        desk.complete(ME, "change_model", "{\"model_id\":\"nanodet-g\"}");
        Map<Integer, JsonNode> after = metrics();
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 2);
            assertConsecutive(camera);
            List<String> models =
                    desk.detections(camera).stream().map(e -> e.path("model_id").asText()).toList();
            assertThat(String.join(" ", models))
                    .matches("(nanodet-g )+(nanodet-g-640 )+(nanodet-g ?)+");
            assertThat(after.get(camera).path("reconnects"))
                    .isEqualTo(before.get(camera).path("reconnects"));
        }
    }

    @Test
    void model_that_is_missing_or_broken_leaves_the_old_one_at_work_and_says_so() {
        Map<String, String> codes = new HashMap<>();
        for (String id :
                List.of("nosuch", "empty", "text", "cut", "damaged", "gone", "odd", "../text")) {
            JsonNode ack = desk.ask(ME, "change_model", "{\"model_id\":\"" + id + "\"}");
            codes.put(id, ack.path("code").asText());
            assertThat(ack.path("message").asText())
                    .as(id)
                    .isNotBlank()
                    .doesNotContain("Exception", "ai.djl", models.toString());
        }
        assertThat(codes)
                .containsEntry("nosuch", "unknown_model")
                .containsEntry("../text", "unknown_model")
                .allSatisfy(
                        (id, code) -> assertThat(code).isIn("unknown_model", "model_load_failed"));
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 1);
            assertConsecutive(camera);
            assertThat(desk.detections(camera))
                    .allMatch(event -> event.path("model_id").asText().equals("nanodet-g"));
        }
        desk.complete(ME, "ping", "{}");
        JsonNode now = pong();
        assertThat(now.path("status").asText()).isEqualTo("running");
        assertThat(now.path("model_id").asText()).isEqualTo("nanodet-g");
    }

    @Test
    void commands_sent_while_a_model_loads_are_answered_and_changes_wait_for_it() {
        String load = desk.send(ME, "change_model", "{\"model_id\":\"nanodet-g-640\"}");
        String fps = desk.send(ME, "set_fps", "{\"max_fps\":1}");
        String ping = desk.send(ME, "ping", "{}");
        String metrics = desk.send(ME, "metrics", "{}");
        String status = desk.send(ME, "status", "{}");
        for (String request : List.of(load, fps, ping, metrics, status)) {
            assertThat(desk.finalAck(request).path("ack_status").asText()).isEqualTo("completed");
        }
        assertThat(desk.position(load)).isLessThan(desk.position(fps));
        desk.complete(ME, "change_model", "{\"model_id\":\"nanodet-g\"}");
    }
}
