package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Route files are edited while a processor runs on them. */
@Timeout(180)
class ReloadIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    private static final Duration EFFECT_WITHIN = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path routes;
    private ProcessorInTest processor;
    private MqttProbe probe;

    @BeforeEach
    void startProcessor() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        probe = new MqttProbe(MOSQUITTO.url()).subscribe("nvr/#", "site/#");
        Map<String, String> options = ProcessorInTest.options("live", MOSQUITTO.url(), 2);
        processor = new ProcessorInTest(options, routes).start();
        awaitOn("nvr/detections/0", SOON);
        awaitOn("nvr/detections/1", SOON);
    }

    @AfterEach
    void stopProcessor() {
        processor.close();
        probe.close();
    }

    @Test
    void edit_takes_effect_within_three_seconds() throws IOException {
        edit("publish.yaml", "/detections/", "/seen/");
        awaitOn("nvr/seen/0", EFFECT_WITHIN);
        probe.clear();
        awaitOn("nvr/seen/1", SOON);
        assertThat(probe.messages("nvr/detections/#")).isEmpty();
    }

    @Test
    void edits_under_load_lose_no_command_and_no_frame() throws Exception {
        int sent = 0;
        for (int round = 0; round < 10; round++) {
            for (String file :
                    List.of("publish.yaml", "commands.yaml", "metrics.yaml", "status.yaml")) {
                edit(file, "description: ", "description: Again ");
            }
            Instant next = Instant.now().plusMillis(1500);
            while (Instant.now().isBefore(next)) {
                send(
                        "{\"command\":\"set_fps\",\"params\":{\"max_fps\":2},\"request_id\":\""
                                + sent++
                                + "\"}");
                send("{\"command\":\"ping\",\"request_id\":\"" + sent++ + "\"}");
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
        }
        List<String> all = IntStream.range(0, sent).mapToObj(Integer::toString).toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(answered("completed")).containsAll(all));
        assertThat(answered("received")).containsAll(all);
        for (int camera = 0; camera < 2; camera++) {
            List<Long> frames = frames(camera);
            assertThat(frames)
                    .hasSizeGreaterThan(20)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(frames.get(0), frames.get(frames.size() - 1))
                                    .boxed()
                                    .toList());
        }
        assertThat(lastMetrics().get("sources"))
                .allSatisfy(source -> assertThat(source.get("frames_dropped").asInt()).isZero());
    }

    private JsonNode lastMetrics() {
        probe.clear();
        return awaitOn("nvr/status/metrics/live", SOON).json();
    }

    private List<Long> frames(int camera) {
        return probe.messages("nvr/detections/" + camera).stream()
                .map(message -> message.json().get("frame_id").asLong())
                .toList();
    }

    private List<String> answered(String status) {
        return probe.messages("nvr/control/acks/live").stream()
                .map(Received::json)
                .filter(ack -> ack.get("ack_status").asText().equals(status))
                .map(ack -> ack.get("request_id").asText())
                .toList();
    }

    private void send(String command) {
        probe.publish("nvr/control/commands", command);
    }

    private Received awaitOn(String topic, Duration atMost) {
        return probe.await(message -> message.topic().equals(topic), atMost);
    }

    private void edit(String file, String old, String changed) throws IOException {
        String text = Files.readString(routes.resolve(file));
        assertThat(text).contains(old);
        save(file, text.replace(old, changed));
    }

    private void save(String file, String text) throws IOException {
        Path part = Files.writeString(routes.resolve("." + file + ".part"), text);
        Files.move(part, routes.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
