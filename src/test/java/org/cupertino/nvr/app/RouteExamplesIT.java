package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The edits that docs/routes.md shows, taken from it and made as an operator makes them. */
@Timeout(300)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class RouteExamplesIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final String BEFORE = "          - filter:\n              id: unless-empty";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;
    private Path routes;

    @BeforeEach
    void copyShippedRoutes() throws IOException {
        routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void unsure_detections_are_dropped_at_night() throws IOException {
        String step = blocks("Drop unsure detections at night").get(0);
        String shipped = Files.readString(routes.resolve("camera.yaml"));
        try (MqttProbe probe = new MqttProbe(MOSQUITTO.url()).subscribe("nvr/#")) {
            insert(replaced(replaced(step, "'22'", "'24'"), "'06'", "'00'"));
            try (RunningProcessor processor = processor()) {
                await().atMost(SOON)
                        .until(() -> confidences(probe).stream().anyMatch(c -> c < 0.6));
            }
            probe.clear();
            Files.writeString(routes.resolve("camera.yaml"), shipped);
            insert(replaced(step, "'22'", "'00'"));
            try (RunningProcessor processor = processor()) {
                await().atMost(SOON).until(() -> confidences(probe).size() > 10);
                assertThat(confidences(probe)).allMatch(c -> c >= 0.6);
            }
        }
    }

    @Test
    void persons_go_to_a_second_broker_which_may_be_away() throws IOException {
        List<String> example = blocks("Send persons to a second broker");
        insert(example.get(0));
        try (Mosquitto second = new Mosquitto();
                MqttProbe probe = new MqttProbe(MOSQUITTO.url()).subscribe("nvr/#")) {
            Files.writeString(
                    routes.resolve("persons.yaml"),
                    replaced(example.get(1), "tcp://other:1883", second.url()));
            try (RunningProcessor processor = processor()) {
                await().atMost(SOON).until(() -> probe.messages("nvr/detections/0").size() > 6);
                second.start();
                try (MqttProbe there = new MqttProbe(second.url()).subscribe("site/persons")) {
                    JsonNode event =
                            there.await(message -> message.topic().equals("site/persons"), SOON)
                                    .json();
                    assertThat(event.findValuesAsText("class_name")).contains("person");
                }
                List<Long> frames =
                        probe.messages("nvr/detections/0").stream()
                                .map(message -> message.json().get("frame_id").asLong())
                                .toList();
                assertThat(frames.get(frames.size() - 1) - frames.get(0))
                        .isEqualTo(frames.size() - 1);
            }
        }
    }

    @Test
    void events_are_written_to_a_file() throws IOException {
        insert(
                replaced(
                        blocks("Send persons to a second broker").get(0),
                        "seda:persons",
                        "seda:events-to-file"));
        Path events = folder.resolve("events");
        Files.writeString(
                routes.resolve("events-to-file.yaml"),
                replaced(blocks("Write events to a file").get(0), "file:events", "file:" + events));
        try (RunningProcessor processor = processor()) {
            await().atMost(SOON).until(() -> lines(events).size() > 3);
        }
        for (String line : lines(events)) {
            assertThat(JSON.readTree(line).get("source_id").asInt()).isZero();
        }
    }

    /** The YAML that follows a heading of the page, up to the next one. */
    private static List<String> blocks(String heading) throws IOException {
        String page = Files.readString(Path.of("docs/routes.md"));
        assertThat(page).contains("### " + heading + "\n");
        String from = page.substring(page.indexOf("### " + heading + "\n") + 4);
        String example = from.split("(?m)^#", 2)[0];
        List<String> blocks =
                BLOCK.matcher(example).results().map(block -> block.group(1)).toList();
        assertThat(blocks).as(heading).isNotEmpty();
        return blocks;
    }

    private static String replaced(String text, String old, String changed) {
        assertThat(text).contains(old);
        return text.replace(old, changed);
    }

    private RunningProcessor processor() {
        return new RunningProcessor(
                RunningProcessor.settings("examples", MOSQUITTO.url(), 1), routes, Map.of());
    }

    /** Puts the steps of an example in front of the one that filters empty events. */
    private void insert(String step) throws IOException {
        Path camera = routes.resolve("camera.yaml");
        String text = Files.readString(camera);
        assertThat(text).contains(BEFORE);
        String indented = step.indent(10);
        Files.writeString(camera, text.replace(BEFORE, indented + BEFORE));
    }

    private static List<Double> confidences(MqttProbe probe) {
        return probe.messages("nvr/detections/0").stream()
                .flatMap(message -> message.json().findValues("confidence").stream())
                .map(JsonNode::asDouble)
                .toList();
    }

    private static List<String> lines(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }
}
