package org.cupertino.nvr.fleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Path RECORDED = Path.of("src/test/resources/wire/recorded");
    private static final int LARGEST = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "1",
                "\"x\"",
                "",
                " ",
                "{",
                "{}x",
                "{\"instance_id\":\"x\"}",
                "{\"status\":\"running\",\"sources\":[]}",
                "{\"instance_id\":\"y\",\"status\":\"running\",\"sources\":[]}",
                "{\"instance_id\":7,\"status\":\"running\",\"sources\":[]}",
                "{\"instance_id\":null,\"status\":\"running\",\"sources\":[]}",
                "{\"instance_id\":\"x\",\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[]}",
                "{\"instance_id\":\"x\",\"status\":null,\"sources\":[]}",
                "{\"instance_id\":\"x\",\"status\":3,\"sources\":[]}",
                "{\"instance_id\":\"x\",\"status\":\"running\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":null}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":{}}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[null]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[7]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{\"source_id\":\"2\",\"state\":\"live\"}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{\"source_id\":-2,\"state\":\"live\"}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{\"source_id\":2.5,\"state\":\"live\"}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{\"source_id\":99999999999,\"state\":\"live\"}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[{\"source_id\":2,\"state\":1}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"leases\":{}}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"leases\":[null]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"leases\":[{\"what\":\"removed\"}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"leases\":[{\"what\":7}]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":\"1\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":1e999}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":NaN}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":\"NaN\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":true}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"max_fps\":[1]}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"more\":-1e999}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"renamed_from\":\"../main\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"renamed_from\":{}}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"timestamp\":\"soon\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"timestamp\":0}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"host\":1}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"pong\":\"true\"}",
                "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"pong\":1}",
            })
    void status_that_is_not_as_its_schema_says_is_malformed(String payload) {
        assertThatThrownBy(() -> status("x", payload))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageMatching("[a-z][ -~]{3,310}");
    }

    @Test
    void size_depth_and_length_of_lists_are_bounded() {
        String nothing = "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[%s]}";
        for (String sources : List.of("[".repeat(9_999), "1,".repeat(6_000) + "1")) {
            assertThatThrownBy(() -> status("x", nothing.formatted(sources)))
                    .isInstanceOf(MalformedMessageException.class);
        }
        assertThatThrownBy(() -> Messages.read(new byte[10 << 20], LARGEST))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("10,485,760 bytes");
    }

    @Test
    void other_encodings_and_ids_that_are_no_ids_are_malformed() {
        String payload = "{\"instance_id\":\"%s\",\"status\":\"running\",\"sources\":[]}";
        assertThatThrownBy(
                        () -> Messages.read("{\"reason\":\"Tür\"}".getBytes(ISO_8859_1), LARGEST))
                .isInstanceOf(MalformedMessageException.class);
        for (String id : List.of("", "..", "a b", "x".repeat(65), "x\\n")) {
            assertThatThrownBy(() -> status(id, payload.formatted(id)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void texts_are_plain_and_cut() {
        Status status =
                status(
                        "x",
                        "{\"instance_id\":\"x\",\"status\":\"running\",\"sources\":[],\"reason\":\"\\u001b[31m"
                                + "a".repeat(9_000)
                                + "\"}");

        assertThat(status.reason()).startsWith("?[31maaa").hasSize(303).endsWith("a...");
    }

    @Test
    void words_of_a_later_version_are_understood_as_unknown() {
        Status status =
                status(
                        "x",
                        "{\"instance_id\":\"x\",\"status\":\"degraded\",\"schema_version\":2,"
                                + "\"sources\":[{\"source_id\":2,\"state\":\"dreaming\",\"new\":{}}],"
                                + "\"leases\":[{\"what\":\"zoom\",\"source_id\":2}],\"more\":[1]}");

        assertThat(status.status()).isEqualTo(InstanceState.UNKNOWN);
        assertThat(status.sources().get(0).state()).isEqualTo(SourceState.UNKNOWN);
        assertThat(status.leases().get(0).what()).isEqualTo(What.UNKNOWN);
        assertThat(new Roster(() -> List.of(status)).regularProcessors()).containsExactly(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"instance_id\":\"x\",\"ack_status\":\"completed\"}",
                "{\"instance_id\":\"x\",\"ack_status\":\"perhaps\",\"request_id\":\"r\"}",
                "{\"instance_id\":\"y\",\"ack_status\":\"completed\",\"request_id\":\"r\"}",
                "{\"instance_id\":\"x\",\"ack_status\":0,\"request_id\":\"r\"}",
                "{\"instance_id\":\"x\",\"ack_status\":\"completed\",\"request_id\":1}",
                "{\"instance_id\":\"x\",\"ack_status\":\"completed\",\"request_id\":\"r\",\"message\":{}}",
            })
    void ack_that_is_not_as_its_schema_says_is_malformed(String payload) {
        assertThatThrownBy(() -> Messages.ack("x", tree(payload)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"instance_id\":\"y\",\"inference_throughput\":1}",
                "{\"instance_id\":\"x\",\"inference_throughput\":\"1\"}",
                "{\"instance_id\":\"x\"}",
            })
    void metrics_that_are_not_as_their_schema_says_are_malformed(String payload) {
        assertThatThrownBy(() -> Messages.metrics("x", tree(payload)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void room_status_without_its_lists_or_with_foreign_ids_is_malformed() throws Exception {
        String right = Files.readAllLines(RECORDED.resolve("room-status.jsonl")).get(0);
        String room = tree(right).path("room_id").asText();
        assertThat(Messages.roomStatus(room, tree(right))).isInstanceOf(RoomStatus.class);
        for (String wrong :
                List.of(
                        right.replaceFirst("\"steps\":\\[[^]]*]", "\"steps\":null"),
                        right.replaceFirst("\"steps\":\\[[^]]*]", "\"steps\":[null]"),
                        right.replaceFirst("\"holders\":\\[[^]]*]", "\"holders\":[\"../x\"]"),
                        right.replaceFirst("\"holders\":\\[[^]]*]", "\"holders\":[null]"),
                        right.replaceFirst("\"state\":\"[a-z]+\"", "\"state\":\"sleepy\""),
                        right.replaceFirst("\"room_id\":\\d+", "\"room_id\":99"))) {
            assertThat(wrong).isNotEqualTo(right);
            assertThatThrownBy(() -> Messages.roomStatus(room, tree(wrong)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void messages_of_the_last_release_are_read_as_they_were_meant() throws Exception {
        each(
                "status",
                message ->
                        assertThat(Messages.status(id(message), message).status().wireName())
                                .isEqualTo(message.path("status").asText()));
        each(
                "ack",
                message -> {
                    if (message.has("request_id")) {
                        Ack ack = Messages.ack(id(message), message);
                        assertThat(ack.code()).isEqualTo(message.path("code").asText(null));
                    }
                });
        each("metrics", message -> Messages.metrics(id(message), message));
        each("room-status", m -> Messages.roomStatus(m.path("room_id").asText(), m));
        each("detection-event", message -> assertThat(id(message)).isNotEmpty());
    }

    private static void each(String kind, Consumer<JsonNode> check) throws Exception {
        for (String line : Files.readAllLines(RECORDED.resolve(kind + ".jsonl"))) {
            check.accept(tree(line));
        }
    }

    private static String id(JsonNode message) {
        return message.path("instance_id").asText();
    }

    private static Status status(String instance, String payload) {
        return Messages.status(instance, tree(payload));
    }

    private static JsonNode tree(String payload) {
        return Messages.read(payload.getBytes(UTF_8), LARGEST);
    }
}
