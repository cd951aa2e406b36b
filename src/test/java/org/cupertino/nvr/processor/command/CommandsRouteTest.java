package org.cupertino.nvr.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cupertino.nvr.processor.command.HostilePayloads.Case;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile payloads through the shipped routes: each is refused, and nothing comes of it. */
class CommandsRouteTest {
    @TempDir static Path models;
    private static ControlPlane plane;
    private static int good;

    @BeforeAll
    static void start() throws Exception {
        plane = new ControlPlane(models);
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @BeforeEach
    void forget() {
        plane.mqtt.published().clear();
        plane.statuses.clear();
    }

    static List<Case> hostile() {
        List<Case> cases = HostilePayloads.refused();
        assertThat(cases).hasSizeGreaterThan(200);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostile_payload_is_refused_and_the_next_command_works(Case hostile) throws Exception {
        plane.send(ControlPlane.COMMANDS, hostile.payload());
        List<JsonNode> acks = thenGood(hostile.accepted() ? 2 : 1);

        assertThat(acks.get(0).path("ack_status").asText())
                .isEqualTo(hostile.accepted() ? "received" : "rejected");
        JsonNode last = acks.get(acks.size() - 1);
        assertThat(last.path("code").asText()).isEqualTo(hostile.code());
        assertThat(last.path("ack_status").asText()).isEqualTo("rejected");
        String message = last.path("message").asText();
        assertThat(message)
                .doesNotContain(
                        "S3CRET",
                        "Exception",
                        "org.",
                        "java.",
                        "com.",
                        System.getProperty("user.home"))
                .hasSizeLessThan(400);
        if (hostile.text() != null && hostile.text().strip().length() > 2) {
            assertThat(message).doesNotContain(hostile.text());
        }
        assertThat(plane.statuses).as("of the good command").hasSize(1);
        assertThat(plane.cameras.statuses()).isEmpty();
        assertThat(plane.detector.modelId()).isEmpty();
        assertThat(plane.instance.id()).isEqualTo("proc-a");
        assertThat(plane.stops).hasValue(0);
        assertThat(plane.metricsPublished).hasValue(0);
        assertThat(models).isEmptyDirectory();
        assertThat(Files.exists(Path.of("/tmp/pwned"))).isFalse();
    }

    static Stream<String> texts() {
        return HostileTexts.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hostile_text_comes_back_in_the_echo_only_and_unchanged(String text) throws Exception {
        plane.send(
                "{\"command\":%1$s,\"request_id\":%1$s}".formatted(HostilePayloads.quoted(text)));
        JsonNode ack = thenGood(1).get(0);
        assertThat(ack.path("code").asText()).isEqualTo("unknown_command");
        if (text.length() <= 64 && !text.equals("\uD800")) {
            assertThat(ack.path("command").asText()).isEqualTo(text);
            assertThat(ack.path("request_id").asText()).isEqualTo(text);
        } else {
            assertThat(ack.path("command").asText().length()).isLessThanOrEqualTo(64);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hostile_target_is_somebody_else(String text) throws Exception {
        if (!text.equals("*")) {
            String json = HostilePayloads.quoted(text);
            plane.send("{\"command\":\"stop\",\"target_instances\":%s}".formatted(json));
            plane.send("{\"command\":\"pause\",\"target_instances\":[%s]}".formatted(json));
            assertThat(thenGood(0)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc-b",
                "proc-a/",
                "proc-a/x",
                "/proc-a",
                "",
                "#",
                "+",
                "*",
                "PROC-A",
                "proc-a "
            })
    void topic_of_somebody_else_is_silence_whatever_is_sent(String addressee) throws Exception {
        String topic = ControlPlane.COMMANDS + "/" + addressee;
        for (String payload :
                List.of(
                        "{\"command\":\"stop\"}",
                        "{\"command\":\"pause\",\"target_instances\":[\"proc-a\"]}",
                        "{\"command\":\"nonsense\"}",
                        "{\"command\":\"stop\",\"target_instances\":5}",
                        "not json",
                        "x".repeat(70_000))) {
            plane.send(topic, payload.getBytes(UTF_8));
        }
        assertThat(thenGood(0)).isEmpty();
        assertThat(plane.stops).hasValue(0);
    }

    @Test
    void request_id_of_the_longest_length_comes_back_from_a_refusal_too() throws Exception {
        String id = "r".repeat(128);
        plane.send("{\"command\":\"nonsense\",\"request_id\":\"" + id + "\"}");
        assertThat(thenGood(1).get(0).path("request_id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1e-320", "0.0000099", "1000.1"})
    void rate_out_of_bounds_is_rejected_with_the_bounds(String fps) throws Exception {
        plane.send("{\"command\":\"set_fps\",\"params\":{\"max_fps\":" + fps + "}}");
        JsonNode ack = thenGood(2).get(1);
        assertThat(ack.path("code").asText()).isEqualTo("invalid_param");
        assertThat(ack.path("message").asText())
                .isEqualTo(
                        "The parameter max_fps must be a number from 0.00001 to 1000 frames a"
                                + " second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":1e-5}}",
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":1000,\"source_id\":null}}",
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":1,\"lease_s\":null}}",
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":1,\"lease_s\":86400}}",
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":\"x\",\"lease_s\":0}}",
                "{\"command\":\"ping\",\"params\":{\"lease_s\":null}}",
                "{\"command\":\"pause\",\"params\":{\"uri\":\"file:/x\"},\"x\":{\"y\":[1]}}",
                "{\"command\":\"pause\",\"expires_at\":\"2999-01-31T08:00:00+02:00\"}",
                "{\"command\":\"pause\",\"target_instances\":[\"x\",\"*\"],\"request_id\":null}",
                "  {\"command\" : \"resume\" , \"params\" : {} }\r\n"
            })
    void unusual_but_valid_command_is_done(String payload) throws Exception {
        plane.send(payload);
        assertThat(plane.awaitAcks(2))
                .extracting(ack -> ack.path("ack_status").asText())
                .containsExactly("received", "completed");
    }

    /** Sends a good change, and gives the answers that came before its own two. */
    private static List<JsonNode> thenGood(int before) throws Exception {
        String id = "good-" + ++good;
        plane.send(
                "{\"command\":\"set_fps\",\"params\":{\"max_fps\":0.5},\"request_id\":\""
                        + id
                        + "\"}");
        List<JsonNode> acks = plane.awaitAcks(before + 2);
        assertThat(acks).hasSize(before + 2);
        for (int i = 0; i < 2; i++) {
            JsonNode ack = acks.get(before + i);
            assertThat(ack.path("request_id").asText()).isEqualTo(id);
            assertThat(ack.path("ack_status").asText())
                    .isEqualTo(i == 0 ? "received" : "completed");
        }
        return acks.subList(0, before);
    }
}
