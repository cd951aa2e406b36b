package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A processor on route files of its own, which a test edits while it runs. */
abstract class EditedRoutes {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path routes;
    RunningProcessor processor;
    MqttProbe probe;

    @BeforeEach
    void startProcessor() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        probe = new MqttProbe(MOSQUITTO.url()).subscribe("nvr/#", "site/#");
        Map<String, String> settings = RunningProcessor.settings("live", MOSQUITTO.url(), 2);
        processor = new RunningProcessor(settings, routes, Map.of());
        awaitOn("nvr/detections/0", SOON);
        awaitOn("nvr/detections/1", SOON);
        // The connection for commands may come later than the one that publishes.
        await().atMost(SOON)
                .until(
                        () -> {
                            send("{\"command\":\"ping\",\"request_id\":\"hello\"}");
                            return answered("completed").contains("hello");
                        });
    }

    @AfterEach
    void stopProcessor() {
        processor.close();
        probe.close();
    }

    List<String> answered(String status) {
        return probe.messages("nvr/control/acks/live").stream()
                .map(Received::json)
                .filter(ack -> ack.get("ack_status").asText().equals(status))
                .map(ack -> ack.get("request_id").asText())
                .toList();
    }

    void send(String command) {
        probe.publish("nvr/control/commands", command);
    }

    Received awaitOn(String topic, Duration atMost) {
        return probe.await(message -> message.topic().equals(topic), atMost);
    }

    void edit(String file, String old, String changed) throws IOException {
        String text = Files.readString(routes.resolve(file));
        assertThat(text).contains(old);
        save(file, text.replace(old, changed));
    }

    void save(String file, String text) throws IOException {
        Path part = Files.writeString(routes.resolve("." + file + ".part"), text);
        Files.move(part, routes.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
