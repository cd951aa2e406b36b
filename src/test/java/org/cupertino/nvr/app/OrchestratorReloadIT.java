package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Route files are edited while an orchestrator runs on them. */
@Timeout(240)
class OrchestratorReloadIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EVENTS = "nvr/orchestrator/events";
    private static final String NO_ROOM = "{\"event\":\"fall_detected\"}";
    private static final String REJECTED = "nvr/orchestrator/rejected";
    private static final String REFUSED = "nvr/orchestrator/refused";

    @TempDir Path routes;
    private final Main main = new Main();
    private MqttProbe probe;

    @BeforeEach
    void startOrchestrator() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("routes/orchestrator"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        OrchestratorOptions options =
                OrchestratorOptions.from(
                        Map.of(
                                        "nvr.mqtt-url", MOSQUITTO.url(),
                                        "nvr.http-port", "0",
                                        "nvr.fall-rule", "false")
                                ::get,
                        Map.of());
        main.configure()
                .addConfiguration(
                        new OrchestratorConfiguration(
                                options, new NoSpawner(), Optional.of(routes)));
        main.configure()
                .setRoutesIncludePattern(
                        ProgramFolders.orchestratorRoutesPattern(Optional.of(routes)));
        main.configure().setShutdownTimeout(2);
        main.start();
        probe = new MqttProbe(MOSQUITTO.url()).subscribe("nvr/orchestrator/#");
        awaitAnswer(EVENTS, "{}", REJECTED, "event must be one of");
    }

    @AfterEach
    void stopOrchestrator() {
        main.stop();
        probe.close();
    }

    @Test
    void edit_takes_effect_within_seconds_and_a_broken_one_changes_nothing() throws IOException {
        edit("events.yaml", "/orchestrator/events", "/orchestrator/bell");
        awaitAnswer("nvr/orchestrator/bell", NO_ROOM, REJECTED, "room_id must be");

        edit("events.yaml", "ref: envelope", "ref: envelobe");
        edit("publish.yaml", "/orchestrator/rejected", "/orchestrator/refused");
        awaitAnswer("nvr/orchestrator/bell", "[]", REFUSED, "An event is a JSON object");
    }

    @Test
    void rule_that_is_off_stays_off_when_it_is_edited() throws IOException {
        edit("fall-rule.yaml", "Not a medical device.", "Off here.");
        edit("publish.yaml", "/orchestrator/rejected", "/orchestrator/refused");
        awaitAnswer(EVENTS, NO_ROOM, REFUSED, "room_id must be");
        assertThat(main.getCamelContext().getRoute("fall-rule")).isNull();
        assertThat(main.getCamelContext().getRoute("events")).isNotNull();
    }

    /** The reason for the rejection distinguishes the answer from those to earlier events. */
    private void awaitAnswer(String topic, String event, String answers, String part) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            probe.publish(topic, event);
                            return probe.messages(answers).stream()
                                    .anyMatch(message -> message.payload().contains(part));
                        });
    }

    private void edit(String file, String old, String changed) throws IOException {
        String text = Files.readString(routes.resolve(file));
        assertThat(text).contains(old);
        Path part =
                Files.writeString(routes.resolve("." + file + ".part"), text.replace(old, changed));
        Files.move(part, routes.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Nothing is started here. */
    private static final class NoSpawner implements Spawner {
        @Override
        public void spawn(String name, Map<String, String> settings) {
            throw new AssertionError("No processor should be started: " + name);
        }

        @Override
        public Optional<String> ended(String name) {
            return Optional.empty();
        }

        @Override
        public void kill(String name) {
            throw new AssertionError("There is none to end: " + name);
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
