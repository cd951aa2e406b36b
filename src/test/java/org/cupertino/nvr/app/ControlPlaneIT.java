package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All commands but those for the model, over a broker, on a processor with three cameras. */
@Timeout(300)
class ControlPlaneIT extends ThreeCameras {
    @Test
    void changes_to_one_camera_disturb_no_other() {
        Map<Integer, JsonNode> before = metrics();
        desk.complete(ME, "set_fps", "{\"source_id\":0,\"max_fps\":2}");
        desk.awaitFrames(1, 2);
        desk.complete(ME, "pause", "{\"source_id\":0}");
        desk.awaitFrames(2, 2);
        desk.complete(ME, "resume", "{\"source_id\":0}");
        desk.complete(ME, "add_stream", "{\"source_id\":9,\"uri\":\"%s\"}".formatted(CLIP));
        desk.awaitFrames(9, 1);
        desk.complete(ME, "remove_stream", "{\"source_id\":9}");
        int left = desk.detections(9).size();
        desk.complete(ME, "rename_instance", "{\"new_instance_id\":\"proc-b\"}");
        desk.awaitFrames(1, 2);
        desk.complete("proc-b", "rename_instance", "{\"new_instance_id\":\"proc-a\"}");
        desk.complete(ME, "set_fps", "{\"source_id\":0,\"max_fps\":1}");
        desk.awaitFrames(1, 2);
        desk.awaitFrames(2, 1);

        assertThat(desk.detections(9)).hasSize(left);
        Map<Integer, JsonNode> after = metrics();
        for (int untouched : new int[] {1, 2}) {
            assertConsecutive(untouched);
            for (String count : List.of("frames_dropped", "reconnects")) {
                assertThat(after.get(untouched).path(count))
                        .as("%s of camera %d", count, untouched)
                        .isEqualTo(before.get(untouched).path(count));
            }
        }
    }

    @Test
    void no_detection_of_a_paused_camera_follows_the_answer() {
        desk.complete(ME, "set_fps", "{\"max_fps\":5}");
        for (int round = 0; round < 3; round++) {
            desk.awaitFrames(0, 2);
            int one = desk.position(paused("{\"source_id\":0}"));
            desk.awaitFrames(1, 2);
            int all = desk.position(paused("{}"));
            assertThat(desk.awaitStatus(ME, "paused").path("sources"))
                    .allMatch(source -> source.path("state").asText().equals("paused"));
            await().during(Duration.ofMillis(700))
                    .atMost(CommandDesk.SOON)
                    .until(() -> after(all, "nvr/detections/+").isEmpty());
            assertThat(after(one, "nvr/detections/0")).isEmpty();
            desk.complete(ME, "resume", "{\"source_id\":0}");
            desk.awaitFrames(0, 1);
            desk.complete(ME, "resume", "{}");
            desk.awaitFrames(1, 1);
        }
        desk.complete(ME, "set_fps", "{\"max_fps\":1}");
    }

    @Test
    void restart_reopens_cameras_and_model_under_the_same_id() {
        desk.complete(ME, "pause", "{\"source_id\":2}");
        desk.complete(ME, "restart", "{}");
        assertThat(desk.awaitStatus(ME, "restarting").path("instance_id").asText()).isEqualTo(ME);
        desk.awaitFrames(0, 2);
        desk.awaitFrames(1, 2);
        assertThat(desk.ask(ME, "resume", "{\"source_id\":2}").path("ack_status").asText())
                .isEqualTo("completed");
        desk.awaitFrames(2, 1);
    }

    @Test
    void last_camera_may_go_and_come_back() {
        for (int camera = 0; camera < 3; camera++) {
            desk.complete(ME, "remove_stream", "{\"source_id\":" + camera + "}");
        }
        desk.complete(ME, "ping", "{}");
        assertThat(pong().path("sources")).isEmpty();
        assertThat(desk.ask(ME, "remove_stream", "{\"source_id\":0}").path("code").asText())
                .isEqualTo("unknown_source");
        for (int camera = 0; camera < 3; camera++) {
            String params = "{\"source_id\":%d,\"uri\":\"%s\"}".formatted(camera, CLIP);
            desk.complete(ME, "add_stream", params);
            assertThat(desk.ask(ME, "add_stream", params).path("code").asText())
                    .isEqualTo("source_exists");
        }
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 1);
        }
    }

    @Test
    void retained_command_is_refused_by_who_is_connected_already() {
        desk.probe.publish(
                CommandDesk.COMMANDS,
                "{\"command\":\"pause\",\"request_id\":\"kept\"}",
                1,
                true,
                new MqttProperties());
        Received ack =
                desk.probe.await(
                        m ->
                                m.topic().equals("nvr/control/acks/" + ME)
                                        && m.payload().contains("\"kept\""),
                        CommandDesk.SOON);
        desk.probe.publish(CommandDesk.COMMANDS, "", 1, true, new MqttProperties());
        assertThat(ack.json().path("code").asText()).isEqualTo("retained_command");
    }

    private String paused(String params) {
        String request = desk.send(ME, "pause", params);
        assertThat(desk.finalAck(request).path("ack_status").asText()).isEqualTo("completed");
        return request;
    }

    private List<Received> after(int position, String topicFilter) {
        List<Received> all = desk.probe.messages("#");
        List<Received> late = all.subList(position, all.size());
        return desk.probe.messages(topicFilter).stream().filter(late::contains).toList();
    }
}
