package org.cupertino.nvr.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cupertino.nvr.support.MosquittoImage;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Starts what compose.yaml says, as far as images can be had without a registry: the broker, from
 * the tests' own image of Mosquitto, and the processors. Compose checks all of the file against its
 * schema first.
 */
@Timeout(420)
class ComposeIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir Path folder;
    private final String project = "nvr-it-" + UUID.randomUUID();
    private final int port = Shell.freePort();
    private boolean started;

    @BeforeEach
    void assumeCompose() {
        MosquittoImage.assumeAvailable();
        boolean there = Shell.knows("docker-compose", "version");
        String missing = "There is no docker-compose; this test needs it: apt-get install it";
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        assumeTrue(there, missing);
    }

    @AfterEach
    void down() {
        if (started) {
            compose("down", "--volumes", "--timeout", "5");
        }
    }

    @Test
    void site_comes_up_with_its_secrets_and_obeys_the_orchestrator() throws IOException {
        Shell.run("docker/init-secrets", folder.toString());
        String before = Files.readString(folder.resolve("mqtt_viewer"));
        Shell.run("docker/init-secrets", folder.toString());
        assertThat(folder.resolve("mqtt_viewer")).hasContent(before);

        compose("config", "--quiet");
        started = true;
        compose("up", "--detach", "broker", "processor-a", "processor-b");
        String broker = compose("ps", "--quiet", "broker");
        await("the broker's own health check")
                .atMost(SOON)
                .until(() -> health(broker).equals("healthy"));

        try (MqttProbe viewer = as("viewer").subscribe("nvr/#");
                MqttProbe orchestrator = as("orchestrator").subscribe("nvr/control/acks/+")) {
            for (int camera = 0; camera < 3; camera++) {
                String topic = "nvr/detections/" + camera;
                viewer.await(m -> m.topic().equals(topic), SOON);
            }

            orchestrator.publish("nvr/control/commands", "{\"command\":\"pause\"}");

            for (String id : List.of("processor-a", "processor-b")) {
                orchestrator.await(
                        m ->
                                m.topic().equals("nvr/control/acks/" + id)
                                        && m.payload().contains("\"completed\""),
                        SOON);
                viewer.await(
                        m ->
                                m.topic().equals("nvr/control/status/" + id)
                                        && m.json().path("status").asText().equals("paused"),
                        SOON);
            }
            assertThat(viewer.messages("nvr/control/acks/#")).isEmpty();
        }
    }

    @Test
    void every_service_is_confined_limited_and_restarted() {
        services()
                .properties()
                .forEach(
                        entry -> {
                            JsonNode service = entry.getValue();
                            assertThat(service.path("read_only").asBoolean()).isTrue();
                            assertThat(service.path("cap_drop").path(0).asText()).isEqualTo("ALL");
                            assertThat(service.path("restart").asText())
                                    .isEqualTo("unless-stopped");
                            assertThat(service.has("mem_limit")).isTrue();
                            assertThat(service.has("cpus")).isTrue();
                            assertThat(service.has("pids_limit")).isTrue();
                            // The processors' check is in their image.
                            assertThat(service.has("healthcheck"))
                                    .isNotEqualTo(entry.getKey().startsWith("processor"));
                        });
    }

    @Test
    void prometheus_asks_every_processor() throws IOException {
        List<String> processors =
                services().properties().stream()
                        .map(service -> service.getKey() + ":8080")
                        .filter(target -> target.startsWith("processor"))
                        .toList();

        JsonNode targets =
                yaml(Files.readString(Path.of("docker/prometheus/prometheus.yml")))
                        .findPath("targets");

        assertThat(targets)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(processors);
    }

    @Test
    void grafana_finds_its_boards_and_prometheus() throws IOException {
        Path provisioning = Path.of("docker/grafana/provisioning");
        JsonNode boards = yaml(Files.readString(provisioning.resolve("dashboards/boards.yaml")));
        JsonNode sources =
                yaml(Files.readString(provisioning.resolve("datasources/prometheus.yaml")));
        JsonNode grafana = services().path("grafana");

        String mounted = boards.findPath("path").asText();
        assertThat(grafana.path("volumes").path(0).asText())
                .isEqualTo(Path.of("docker/grafana").toAbsolutePath() + ":" + mounted + ":ro");
        assertThat(grafana.findPath("GF_PATHS_PROVISIONING").asText())
                .isEqualTo(mounted + "/" + provisioning.getFileName());
        assertThat(sources.findPath("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(services().has("prometheus")).isTrue();
    }

    /** As Compose understands the file. */
    private JsonNode services() {
        return yaml(compose("config")).path("services");
    }

    private static JsonNode yaml(String text) {
        return new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private MqttProbe as(String role) throws IOException {
        byte[] password = Files.readString(folder.resolve("mqtt_" + role)).strip().getBytes(UTF_8);
        return new MqttProbe(
                "tcp://127.0.0.1:" + port,
                options -> {
                    options.setUserName(role);
                    options.setPassword(password);
                });
    }

    private String compose(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("docker-compose", "--project-name", project));
        command.addAll(List.of("--file", "docker/compose.yaml"));
        command.addAll(List.of(arguments));
        return Shell.run(
                Map.of(
                        "NVR_IMAGE", ProcessorImage.name(),
                        "NVR_SECRETS", folder.toString(),
                        "MOSQUITTO_IMAGE", "mosquitto-local:latest",
                        "MQTT_PORT", Integer.toString(port)),
                command);
    }

    private static String health(String container) {
        return Shell.run("docker", "inspect", "--format", "{{.State.Health.Status}}", container);
    }
}
