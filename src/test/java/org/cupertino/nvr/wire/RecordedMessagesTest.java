package org.cupertino.nvr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as version 1.0.0 published and received them, one a line. They were recorded from real
 * runs and are never edited: who reads the wire today must be able to read it tomorrow.
 */
class RecordedMessagesTest {
    private static final Path FOLDER = Path.of("src/test/resources/wire/recorded");
    private static final ObjectMapper JSON = Json.mapper();

    @ParameterizedTest
    @MethodSource("files")
    void recorded_messages_follow_the_schema_of_today(Path file) throws Exception {
        JsonSchema schema = schema(file.getFileName().toString().replace(".jsonl", ""));
        for (String line : Files.readAllLines(file)) {
            assertThat(schema.validate(JSON.readTree(line))).as(line).isEmpty();
        }
    }

    @Test
    void there_are_recorded_messages_for_every_schema() throws Exception {
        try (Stream<Path> schemas = Files.list(Path.of("src/main/resources/schema"))) {
            assertThat(files())
                    .extracting(file -> file.getFileName().toString().replace(".jsonl", ""))
                    .containsExactlyInAnyOrderElementsOf(
                            schemas.map(Path::getFileName)
                                    .map(name -> name.toString().replace(".schema.json", ""))
                                    .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ack, org.cupertino.nvr.wire.Ack",
        "camera-status, org.cupertino.nvr.wire.CameraStatus",
        "detection-event, org.cupertino.nvr.wire.DetectionEvent",
        "event-rejected, org.cupertino.nvr.wire.EventRejected",
        "leader, org.cupertino.nvr.wire.Leader",
        "metrics, org.cupertino.nvr.wire.Metrics",
        "paused-cameras, org.cupertino.nvr.wire.PausedCameras",
        "room-notice, org.cupertino.nvr.wire.RoomNotice",
        "room-status, org.cupertino.nvr.wire.RoomStatus",
        "status, org.cupertino.nvr.wire.Status",
    })
    void what_was_published_is_read_and_written_again_byte_for_byte(
            String file, Class<? extends Message> type) throws Exception {
        for (String line : Files.readAllLines(FOLDER.resolve(file + ".jsonl"))) {
            Message message = JSON.readValue(line, type);
            assertThat(JSON.readTree(JSON.writeValueAsString(message)))
                    .isEqualTo(JSON.readTree(line));
            assertThat(JSON.writeValueAsString(message)).isEqualTo(line);
        }
    }

    @Test
    void states_and_results_of_all_kinds_are_among_them() throws Exception {
        assertThat(values("ack", "/ack_status"))
                .containsOnly("received", "completed", "rejected", "error");
        assertThat(values("room-status", "/state"))
                .containsOnly("entering", "emergency", "queued", "leaving", "normal");
        assertThat(values("status", "/status"))
                .contains(
                        "starting",
                        "running",
                        "paused",
                        "reconfiguring",
                        "restarting",
                        "stopping",
                        "stopped",
                        "offline");
    }

    private static List<String> values(String file, String pointer) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file + ".jsonl")).stream()
                .map(RecordedMessagesTest::tree)
                .map(message -> message.at(pointer).asText())
                .toList();
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static JsonSchema schema(String name) throws IOException {
        try (InputStream in = Json.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
        }
    }
}
