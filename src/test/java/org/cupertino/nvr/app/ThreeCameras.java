package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A processor with three cameras and some models, good and broken, and who commands it. */
abstract class ThreeCameras {
    static final String CLIP = "src/main/resources/demo/people.mp4";
    static final String ME = "proc-a";

    @RegisterExtension static final Mosquitto broker = new Mosquitto();
    @TempDir static Path models;
    private static RunningProcessor processor;
    CommandDesk desk;

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

    JsonNode pong() {
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
    Map<Integer, JsonNode> metrics() {
        int before = desk.probe.messages("nvr/status/metrics/" + ME).size();
        desk.complete(ME, "metrics", "{}");
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

    void assertConsecutive(int camera) {
        List<Long> ids =
                desk.detections(camera).stream().map(e -> e.path("frame_id").asLong()).toList();
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i))
                    .as("frames %s of camera %d", ids, camera)
                    .isEqualTo(ids.get(i - 1) + 1);
        }
    }
}
