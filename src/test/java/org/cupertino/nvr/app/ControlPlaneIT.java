package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All commands, over a broker, on a processor with three cameras. */
@Timeout(300)
class ControlPlaneIT {
    private static final String CLIP = "src/main/resources/demo/people.mp4";
    private static final String ME = "proc-a";

    @RegisterExtension static final Mosquitto broker = new Mosquitto();
    @TempDir static Path models;
    private static RunningProcessor processor;
    private CommandDesk desk;

    @BeforeAll
    static void start() throws IOException {
        byte[] network = Files.readAllBytes(Path.of("models/nanodet-g.torchscript"));
        Files.write(models.resolve("nanodet-g.torchscript"), network);
        Files.copy(Path.of("models/nanodet-g-640.yaml"), models.resolve("nanodet-g-640.yaml"));
        Files.write(models.resolve("empty.torchscript"), new byte[0]);
        Files.writeString(models.resolve("text.torchscript"), "no archive");
        Files.write(models.resolve("cut.torchscript"), Arrays.copyOf(network, network.length / 2));
        byte[] damaged = network.clone();
        for (int i = damaged.length / 3; i < damaged.length / 3 + 5_000; i++) {
            damaged[i] ^= 0x55;
        }
        Files.write(models.resolve("damaged.torchscript"), damaged);
        Files.writeString(models.resolve("gone.yaml"), "file: nowhere.torchscript\n");
        Files.writeString(models.resolve("odd.yaml"), "file: nanodet-g.torchscript\nimgsz: 7\n");
        processor =
                new RunningProcessor(
                        Map.of(
                                "mqtt-url",
                                broker.url(),
                                "file-playback",
                                "loop",
                                "instance-id",
                                ME,
                                "models",
                                models.toString(),
                                "stream",
                                "0=%1$s 1=%1$s 2=%1$s".formatted(CLIP),
                                "allowed-schemes",
                                "file,rtsp",
                                "max-fps",
                                "1",
                                "metrics-interval",
                                "1h"));
    }

    @AfterAll
    static void stop() {
        processor.close();
    }

    @BeforeEach
    void connect() {
        desk = new CommandDesk(broker);
        desk.awaitStatus(ME, "running");
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 1);
        }
    }

    @AfterEach
    void disconnect() {
        desk.close();
    }

    @Test
    void changes_to_one_camera_disturb_no_other() {
        Map<Integer, JsonNode> before = metrics();
        desk.tell(ME, "set_fps", "{\"source_id\":0,\"max_fps\":2}");
        desk.awaitFrames(1, 2);
        desk.tell(ME, "pause", "{\"source_id\":0}");
        desk.awaitFrames(2, 2);
        desk.tell(ME, "resume", "{\"source_id\":0}");
        desk.tell(ME, "add_stream", "{\"source_id\":9,\"uri\":\"%s\"}".formatted(CLIP));
        desk.awaitFrames(9, 1);
        desk.tell(ME, "remove_stream", "{\"source_id\":9}");
        int left = desk.detections(9).size();
        desk.tell(ME, "rename_instance", "{\"new_instance_id\":\"proc-b\"}");
        desk.awaitFrames(1, 2);
        desk.tell("proc-b", "rename_instance", "{\"new_instance_id\":\"proc-a\"}");
        desk.tell(ME, "set_fps", "{\"source_id\":0,\"max_fps\":1}");
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
        desk.tell(ME, "set_fps", "{\"max_fps\":5}");
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
            desk.tell(ME, "resume", "{\"source_id\":0}");
            desk.awaitFrames(0, 1);
            desk.tell(ME, "resume", "{}");
            desk.awaitFrames(1, 1);
        }
        desk.tell(ME, "set_fps", "{\"max_fps\":1}");
    }

    @Test
    void model_changes_between_two_frames_to_another_size_and_back() {
        Map<Integer, JsonNode> before = metrics();
        desk.tell(ME, "change_model", "{\"model_id\":\"nanodet-g-640\"}");
        for (int camera = 0; camera < 3; camera++) {
            desk.awaitFrames(camera, 2);
        }
        assertThat(desk.awaitStatus(ME, "reconfiguring").path("model_id").asText())
                .isEqualTo("nanodet-g");
        desk.tell(ME, "change_model", "{\"model_id\":\"nanodet-g\"}");
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
        desk.tell(ME, "ping", "{}");
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
        desk.tell(ME, "change_model", "{\"model_id\":\"nanodet-g\"}");
    }

    @Test
    void restart_reopens_cameras_and_model_under_the_same_id() {
        desk.tell(ME, "pause", "{\"source_id\":2}");
        desk.tell(ME, "restart", "{}");
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
            desk.tell(ME, "remove_stream", "{\"source_id\":" + camera + "}");
        }
        desk.tell(ME, "ping", "{}");
        assertThat(pong().path("sources")).isEmpty();
        assertThat(desk.ask(ME, "remove_stream", "{\"source_id\":0}").path("code").asText())
                .isEqualTo("unknown_source");
        for (int camera = 0; camera < 3; camera++) {
            String params = "{\"source_id\":%d,\"uri\":\"%s\"}".formatted(camera, CLIP);
            desk.tell(ME, "add_stream", params);
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

    private JsonNode pong() {
        return desk.probe
                .await(
                        m ->
                                !m.retained()
                                        && m.topic().equals("nvr/control/status/" + ME)
                                        && m.json().has("pong"),
                        CommandDesk.SOON)
                .json();
    }

    /** By number of the camera. */
    private Map<Integer, JsonNode> metrics() {
        int before = desk.probe.messages("nvr/status/metrics/" + ME).size();
        desk.tell(ME, "metrics", "{}");
        await().atMost(CommandDesk.SOON)
                .until(() -> desk.probe.messages("nvr/status/metrics/" + ME).size() > before);
        Map<Integer, JsonNode> sources = new HashMap<>();
        desk.probe
                .messages("nvr/status/metrics/" + ME)
                .get(before)
                .json()
                .path("sources")
                .forEach(source -> sources.put(source.path("source_id").asInt(), source));
        return sources;
    }

    private void assertConsecutive(int camera) {
        List<Long> ids =
                desk.detections(camera).stream().map(e -> e.path("frame_id").asLong()).toList();
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i))
                    .as("frames %s of camera %d", ids, camera)
                    .isEqualTo(ids.get(i - 1) + 1);
        }
    }
}
