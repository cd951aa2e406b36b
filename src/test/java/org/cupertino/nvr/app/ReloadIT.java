package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Route files are edited while a processor runs on them. */
@Timeout(300)
class ReloadIT extends EditedRoutes {
    @Test
    void edit_takes_effect() throws IOException {
        edit("publish.yaml", "/detections/", "/seen/");
        awaitOn("nvr/seen/0", SOON);
        probe.clear();
        awaitOn("nvr/seen/1", SOON);
        assertThat(probe.messages("nvr/detections/#")).isEmpty();
    }

    @Test
    void edits_under_load_lose_no_command_and_no_frame() throws Exception {
        // A frame a second leaves a busy machine time for each.
        send("{\"command\":\"set_fps\",\"params\":{\"max_fps\":1},\"request_id\":\"slow\"}");
        await().atMost(SOON).until(() -> answered("completed").contains("slow"));
        List<Integer> droppedBefore = dropped();
        int sent = 0;
        for (int round = 0; round < 10; round++) {
            for (String file :
                    List.of("publish.yaml", "commands.yaml", "metrics.yaml", "status.yaml")) {
                edit(file, "description: ", "description: Again ");
            }
            Instant next = Instant.now().plusMillis(1500);
            while (Instant.now().isBefore(next)) {
                send(
                        "{\"command\":\"set_fps\",\"params\":{\"max_fps\":1},\"request_id\":\""
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
                    .hasSizeGreaterThan(10)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(frames.get(0), frames.get(frames.size() - 1))
                                    .boxed()
                                    .toList());
        }
        assertThat(dropped()).isEqualTo(droppedBefore);
    }

    @Test
    void route_comes_and_goes_with_its_file() throws IOException {
        String extra =
                """
                - route:
                    id: extra
                    from:
                      uri: timer:extra?period=200
                      steps:
                        - setBody:
                            constant: hello
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            constant: site/extra
                        - to:
                            uri: paho-mqtt5:extra?client=#mqttPublisher
                """;
        save("extra.yaml", extra);
        awaitOn("site/extra", SOON);
        Files.delete(routes.resolve("extra.yaml"));
        await().atMost(SOON).until(() -> processor.context().getRoute("extra") == null);
        assertThat(processor.context().getRoute("publish-detection")).isNotNull();
    }

    @Test
    void edited_template_reaches_running_cameras_without_a_reconnect() throws IOException {
        send("{\"command\":\"pause\",\"params\":{\"source_id\":1},\"request_id\":\"p\"}");
        await().atMost(SOON).until(() -> answered("completed").contains("p"));
        probe.clear();
        edit("camera.yaml", "uri: direct:publish-detection", "uri: direct:seen");
        save(
                "seen.yaml",
                """
                - route:
                    id: seen
                    from:
                      uri: direct:seen
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            simple: "site/seen/${body.sourceId}"
                        - to:
                            uri: seda:outbox
                            parameters:
                              queue: "#outbox"
                              waitForTaskToComplete: Never
                """);
        awaitOn("site/seen/0", SOON);
        assertThat(probe.messages("site/seen/1")).isEmpty();
        assertThat(probe.messages("nvr/control/status/live"))
                .allSatisfy(message -> assertThat(message.payload()).doesNotContain("connecting"));
        send("{\"command\":\"resume\",\"request_id\":\"r\"}");
        awaitOn("site/seen/1", SOON);
        assertThat(lastMetrics().get("sources"))
                .allSatisfy(source -> assertThat(source.get("reconnects").asInt()).isZero());
    }

    @Test
    void edited_global_error_policy_reaches_all_routes_and_loses_no_command() throws IOException {
        edit("_errors.yaml", "loggingLevel: WARN", "loggingLevel: ERROR");
        for (int i = 0; i < 30; i++) {
            send(
                    "{\"command\":\"set_fps\",\"params\":{\"max_fps\":2},\"request_id\":\""
                            + i
                            + "\"}");
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        }
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(answered("completed"))
                                        .containsAll(
                                                IntStream.range(0, 30)
                                                        .mapToObj(Integer::toString)
                                                        .toList()));
        probe.clear();
        awaitOn("nvr/detections/0", SOON);
        awaitOn("nvr/detections/1", SOON);
    }

    private List<Integer> dropped() {
        return lastMetrics().findValues("frames_dropped").stream().map(JsonNode::asInt).toList();
    }

    private JsonNode lastMetrics() {
        int before = probe.messages("nvr/status/metrics/live").size();
        await().atMost(SOON).until(() -> probe.messages("nvr/status/metrics/live").size() > before);
        return probe.messages("nvr/status/metrics/live").get(before).json();
    }

    private List<Long> frames(int camera) {
        return probe.messages("nvr/detections/" + camera).stream()
                .map(message -> message.json().get("frame_id").asLong())
                .toList();
    }
}
