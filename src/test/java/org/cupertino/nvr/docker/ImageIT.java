package org.cupertino.nvr.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The image as compose.yaml and the manifests run it: no rights, and nothing to write to but /tmp.
 */
@Timeout(420)
class ImageIT {
    private static final Duration UP_WITHIN = Duration.ofSeconds(90);
    private static final String STOP_WITHIN_S = "5";

    @RegisterExtension static final Mosquitto broker = new Mosquitto().user("someone", "s3cret");

    private final String container = "nvr-it-" + UUID.randomUUID();

    @AfterEach
    void remove() {
        Shell.run("docker", "rm", "--force", "--volumes", container);
    }

    @Test
    void image_detects_on_a_read_only_file_system_is_restarted_and_stops_in_order() {
        try (MqttProbe probe = probe().subscribe("nvr/#")) {
            start();
            awaitDetection(probe, "running");
            await("the image's health check")
                    .atMost(UP_WITHIN)
                    .until(() -> inspect("{{.State.Health.Status}}").equals("healthy"));
            assertThat(inside("id", "-u")).isEqualTo("10001");
            assertThat(inside("find", "/usr", "/opt", "-perm", "/6000", "-type", "f")).isEmpty();
            assertThat(inside("find", "/tmp", "-name", "*.so*"))
                    .as("Native libraries unpacked at run time")
                    .isEmpty();

            stop(probe);
            probe.clear();
            Shell.run("docker", "start", container);
            awaitDetection(probe, "running");

            stop(probe);
        }
    }

    @Test
    void container_stopped_while_it_starts_ends_in_order_too() {
        start();

        Shell.run("docker", "stop", "-t", STOP_WITHIN_S, container);

        assertThat(inspect("{{.State.ExitCode}}")).isEqualTo("0");
    }

    private void start() {
        List<String> command = new ArrayList<>(List.of("docker", "run", "--detach"));
        command.addAll(List.of("--name", container, "--network", "host", "--read-only"));
        command.addAll(List.of("--tmpfs", "/tmp:size=256m", "--cap-drop", "ALL"));
        command.addAll(List.of("--security-opt", "no-new-privileges", "--memory", "768m"));
        command.addAll(List.of("--volume", clip() + ":/clip.mp4:ro"));
        command.addAll(List.of("--env", "NVR_MQTT_PASSWORD=s3cret"));
        // The network is the host's, where 8080 may be taken.
        command.addAll(List.of("--env", "NVR_HTTP_PORT=" + Ports.free()));
        command.addAll(List.of("--health-interval", "1s", ProcessorImage.name()));
        command.addAll(List.of("processor", "--instance-id", "in-a-box", "--stream"));
        command.addAll(List.of("3=/clip.mp4", "--file-playback", "loop", "--max-fps", "2"));
        command.addAll(List.of("--mqtt-url", broker.url(), "--mqtt-user", "someone"));
        Shell.run(command.toArray(String[]::new));
    }

    private void stop(MqttProbe probe) {
        Shell.run("docker", "stop", "-t", STOP_WITHIN_S, container);
        probe.await(status("stopped"), UP_WITHIN);
        // 137 is what one gets that had to be killed.
        assertThat(inspect("{{.State.ExitCode}}")).isEqualTo("0");
    }

    private static void awaitDetection(MqttProbe probe, String state) {
        probe.await(status(state), UP_WITHIN);
        MqttProbe.Received event =
                probe.await(m -> m.topic().equals("nvr/detections/3"), UP_WITHIN);
        assertThat(event.json().path("detections")).isNotEmpty();
    }

    private static Predicate<MqttProbe.Received> status(String state) {
        return message ->
                message.topic().equals("nvr/control/status/in-a-box")
                        && message.json().path("status").asText().equals(state);
    }

    private String inside(String... command) {
        List<String> whole = new ArrayList<>(List.of("docker", "exec", container));
        whole.addAll(List.of(command));
        return Shell.run(whole.toArray(String[]::new));
    }

    private String inspect(String format) {
        return Shell.run("docker", "inspect", "--format", format, container);
    }

    private static Path clip() {
        return Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
    }

    private static MqttProbe probe() {
        return new MqttProbe(
                broker.url(),
                options -> {
                    options.setUserName("someone");
                    options.setPassword("s3cret".getBytes(UTF_8));
                });
    }
}
