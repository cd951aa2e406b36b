package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.ProcessorProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a log collector gets. */
@Timeout(400)
class JsonLogsIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @Test
    void every_line_is_an_object_and_facts_are_fields() throws Exception {
        int port = Ports.free();
        Path clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
        Map<String, String> environment =
                Map.of(
                        "NVR_JSON_LOGS", "true",
                        "NVR_INSTANCE_ID", "before",
                        "NVR_EMBEDDED_BROKER", "true",
                        "NVR_EMBEDDED_BROKER_PORT", Integer.toString(port),
                        "NVR_STREAM", "4=" + clip,
                        "NVR_FILE_PLAYBACK", "loop");
        try (ProcessorProcess processor = ProcessorProcess.start(environment, "processor")) {
            processor.awaitLine("\"event\":\"camera_live\"", SOON);
            processor.awaitLine("Connected to .* for commands", SOON);
            try (MqttProbe probe = new MqttProbe("tcp://127.0.0.1:" + port)) {
                probe.publish(
                        "nvr/control/commands",
                        "{\"command\":\"rename_instance\",\"params\":{\"new_instance_id\":\"after\"},"
                                + "\"request_id\":\"r-1\"}");
                processor.awaitLine("\"event\":\"renamed\"", SOON);
                probe.publish(
                        "nvr/control/commands",
                        "{\"command\":\"remove_stream\",\"params\":{\"source_id\":5},"
                                + "\"request_id\":\"r-2\"}");
                processor.awaitLine("\"event\":\"command_rejected\"", SOON);
            }
            List<JsonNode> lines = parsed(processor.lines());

            assertThat(lines).allMatch(line -> line.path("message").isTextual());
            assertThat(line(lines, "http_listening").path("port").isInt()).isTrue();
            assertThat(line(lines, "camera_live").path("source_id").asInt()).isEqualTo(4);
            assertThat(line(lines, "camera_live").path("instance_id").asText()).isEqualTo("before");
            JsonNode received = line(lines, "command_received");
            assertThat(received.path("command").asText()).isEqualTo("rename_instance");
            assertThat(received.path("request_id").asText()).isEqualTo("r-1");
            JsonNode rejected = line(lines, "command_rejected");
            assertThat(rejected.path("command").asText()).isEqualTo("remove_stream");
            assertThat(rejected.path("request_id").asText()).isEqualTo("r-2");
            assertThat(rejected.path("instance_id").asText()).isEqualTo("after");
            assertThat(lines)
                    .allMatch(line -> line.path("instance_id").asText().matches("before|after"));
        }
    }

    private static List<JsonNode> parsed(List<String> lines) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> parsed = new ArrayList<>();
        for (String line : lines) {
            parsed.add(json.readTree(line));
        }
        return parsed;
    }

    private static JsonNode line(List<JsonNode> lines, String event) {
        return lines.stream()
                .filter(line -> line.path("event").asText().equals(event))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No line has " + event));
    }
}
