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
import org.cupertino.nvr.support.Ports;
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
    private final int port = Ports.free();
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
    void fall_waits_for_the_orchestrator_while_the_broker_is_killed() throws IOException {
        Shell.run("docker/init-secrets", folder.toString());
        started = true;
        compose("up", "--detach", "broker", "processor-b", "orchestrator");
        String orchestrator = compose("ps", "--quiet", "orchestrator");
        await().atMost(SOON).until(() -> log(orchestrator).contains("waits for events"));
        compose("kill", "orchestrator");
        try (MqttProbe caller = as("caller")) {
            caller.publish(
                    "nvr/orchestrator/events", "{\"event\":\"fall_detected\",\"room_id\":2}");
        }

        compose("kill", "broker");
        compose("up", "--detach", "broker", "orchestrator");

        try (MqttProbe viewer = connected("viewer").subscribe("nvr/orchestrator/status/2")) {
            viewer.await(m -> m.json().path("state").asText().equals("emergency"), SOON);
        }
    }

    /** Once the broker is back. */
    private MqttProbe connected(String role) {
        return await().atMost(SOON)

                // One that has failed to connect is an AssertionError.
                .ignoreExceptionsMatching(e -> true)
                .until(() -> as(role), probe -> true);
    }

    private static String log(String container) {
        return Shell.run("docker", "logs", container);
    }

    private static boolean isOurs(String service) {
        return service.startsWith("processor") || service.equals("orchestrator");
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
                            // The check of our own programs is in their image.
                            assertThat(service.has("healthcheck"))
                                    .isNotEqualTo(isOurs(entry.getKey()));
                            // Others on the machine read the command line of a check.
                            assertThat(service.path("healthcheck").toString())
                                    .doesNotContain("-P", "/run/secrets");
                            assertThat(service.path("volumes").toString())
                                    .doesNotContain("docker.sock");
                        });
    }

    @Test
    void only_the_networks_of_published_ports_have_a_way_out() {
        JsonNode site = yaml(compose("config"));
        site.path("networks")
                .properties()
                .forEach(
                        network ->
                                assertThat(network.getValue().path("internal").asBoolean())
                                        .as(network.getKey())
                                        .isNotEqualTo(
                                                List.of("entrance", "web")
                                                        .contains(network.getKey())));
        for (Map.Entry<String, JsonNode> service : site.path("services").properties()) {
            assertThat(service.getValue().path("networks").toString().matches(".*(entrance|web).*"))
                    .as(service.getKey())
                    .isEqualTo(service.getValue().has("ports"));
        }
    }

    @Test
    void prometheus_asks_every_processor_and_the_orchestrator() throws IOException {
        List<String> processors =
                services().properties().stream()
                        .map(service -> service.getKey() + ":8080")
                        .filter(target -> target.startsWith("processor"))
                        .toList();

        JsonNode prometheus = yaml(Files.readString(Path.of("docker/prometheus/prometheus.yml")));

        assertThat(prometheus.findPath("names"))
                .extracting(JsonNode::asText)
                .containsExactly("orchestrator");
        assertThat(prometheus.findPath("targets"))
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
        command.addAll(List.of("--profile", "emergency", "--file", "docker/compose.yaml"));
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
