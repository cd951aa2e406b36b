package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.ProcessorProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the topic of a camera says while its processor and the orchestrator come and go. */
@Timeout(240)
class CameraTopicIT {
    private static final String CAMERA = "nvr/cameras/2";

    @RegisterExtension static final Mosquitto broker = new Mosquitto();
    @TempDir Path folder;

    @Test
    void camera_is_unwatched_while_its_processor_is_dead_and_cleared_when_it_is_removed()
            throws Exception {
        try (CommandDesk desk = new CommandDesk(broker);
                ProcessorProcess first = processor()) {
            RunningOrchestrator before = orchestrator();
            try {
                JsonNode live = await(desk, "live");
                assertThat(live.path("name").asText()).isEqualTo("Room 2");
                assertThat(live.path("watched_by").get(0).asText()).isEqualTo("proc-a");
                assertThat(live.has("last_frame_at")).isTrue();
                desk.awaitFrames(2, 2);
            } finally {
                before.close();
            }
            desk.probe.clear();
            RunningOrchestrator after = orchestrator();
            try {
                desk.complete("proc-a", "remove_stream", "{\"source_id\":3}");
                desk.probe.await(
                        message ->
                                message.topic().equals("nvr/cameras/3")
                                        && message.payload().isEmpty(),
                        CommandDesk.SOON);
                assertThat(desk.probe.messages(CAMERA))
                        .as("the new orchestrator goes on from what is retained")
                        .allMatch(message -> message.json().path("state").asText().equals("live"));
                first.kill();
                JsonNode unwatched = await(desk, "unwatched");
                assertThat(unwatched.path("reason").asText()).isEqualTo("proc-a is offline");
                assertThat(unwatched.path("name").asText()).isEqualTo("Room 2");
                assertThat(unwatched.at("/last_seen/person").isTextual()).isTrue();
                desk.probe.clear();
                try (ProcessorProcess second = processor()) {
                    await(desk, "live");
                    assertThat(second.isAlive()).isTrue();
                }
            } finally {
                after.close();
            }
        }
    }

    private static JsonNode await(CommandDesk desk, String state) {
        return desk.probe
                .await(
                        message ->
                                message.topic().equals(CAMERA)
                                        && !message.payload().isEmpty()
                                        && message.json().path("state").asText().equals(state),
                        CommandDesk.SOON)
                .json();
    }

    private static RunningOrchestrator orchestrator() {
        return new RunningOrchestrator(Map.of("nvr.mqtt-url", broker.url()));
    }

    private ProcessorProcess processor() throws IOException {
        Path clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
        Path cameras = folder.resolve("cameras.yaml");
        Files.writeString(
                cameras,
                "cameras: {2: {name: Room 2, address: '%1$s'}, 3: {address: '%1$s'}}\n"
                        .formatted(clip));
        return ProcessorProcess.start(
                Map.of("NVR_MQTT_URL", broker.url()),
                "processor",
                "--instance-id",
                "proc-a",
                "--cameras",
                cameras.toString(),
                "--file-playback",
                "loop",
                "--max-fps",
                "2",
                "--metrics-interval",
                "1s");
    }
}
