package org.cupertino.nvr.fleet.spawn.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.docker.ProcessorImage;
import org.cupertino.nvr.docker.Shell;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** With an image whose program is a script in one of its settings, and with the real one. */
@Timeout(420)
class DockerSpawnerIT extends ScriptedContainer {
    @RegisterExtension static final Mosquitto broker = new Mosquitto().user("someone", SECRET);

    @Test
    void container_has_its_settings_and_no_right_it_does_not_need() throws Exception {
        String script =
                "echo $0 $NVR_INSTANCE_ID $NVR_MAX_FPS $(touch /x || echo read-only)"
                        + " $(touch /tmp/x && echo tmp)"
                        + " $(grep -E 'CapBnd|NoNewPrivs' /proc/self/status); "
                        + STAYS;
        try (Spawner spawner = spawner()) {
            spawner.spawn(
                    name,
                    Map.of("nvr.script", script, "nvr.max-fps", "2", "nvr.mqtt-password", SECRET));

            await().atMost(SOON).until(() -> output().contains("up"));
            assertThat(output())
                    .contains("processor " + name + " 2 read-only tmp")
                    .containsPattern("CapBnd:\\s+0{16}\\s+NoNewPrivs:\\s+1");
            assertThat(inspect("{{.Path}} {{.Args}} {{.Config.Labels}}")).doesNotContain(SECRET);
            assertThat(inspect("{{.HostConfig.RestartPolicy.Name}}")).isIn("", "no");
        }
    }

    @Test
    void files_and_secrets_go_along_and_nobody_can_inspect_them() throws Exception {
        Path cameras = Files.writeString(context.resolve("site.yaml"), "cameras: {2: {name: Two}}");
        Path word = Files.writeString(context.resolve("word"), "p" + SECRET);
        String script = "cat $NVR_CAMERAS $NVR_MQTT_PASSWORD_FILE $NVR_CONFIG; " + STAYS;
        try (Spawner spawner = spawner()) {
            spawner.spawn(
                    name,
                    Map.of(
                            "nvr.script",
                            script,
                            "nvr.cameras",
                            cameras.toString(),
                            "nvr.mqtt-password-file",
                            word.toString(),
                            "nvr.mqtt-password",
                            SECRET,
                            "nvr.mqtt-ca",
                            "/in/the/image.pem",
                            "nvr.config",
                            "/dev/null",
                            "nvr.stream",
                            "2=rtsp://u:" + SECRET + "@camera/2"));

            await().atMost(SOON).until(() -> output().contains("up"));
            assertThat(output())
                    .contains("cameras: {2: {name: Two}}p" + SECRET)
                    .contains("nvr.mqtt-password=" + SECRET)
                    .contains("nvr.stream=2\\=rtsp\\://u\\:" + SECRET);
            assertThat(inspect("{{json .}}"))
                    .doesNotContain(SECRET)
                    .contains("NVR_MQTT_CA=/in/the/image.pem");
            String volume = inspect("{{range .Mounts}}{{.Name}}{{end}}");
            spawner.kill(name);
            assertThat(Shell.run("docker", "volume", "ls", "--quiet")).doesNotContain(volume);
        }
    }

    @Test
    void limits_are_those_of_compose_yaml() throws Exception {
        Map<?, ?> processor = composed("x-processor");
        try (Spawner spawner = spawner()) {
            spawner.spawn(name, Map.of("nvr.script", STAYS));
        }

        long memory = Long.parseLong(processor.get("mem_limit").toString().replace("m", ""));
        assertThat(inspect("{{.HostConfig.Memory}}")).isEqualTo(Long.toString(memory << 20));
        assertThat(inspect("{{.HostConfig.PidsLimit}}"))
                .isEqualTo("" + processor.get("pids_limit"));
        assertThat(inspect("{{.HostConfig.Tmpfs}}")).isEqualTo("map" + processor.get("tmpfs"));
        int cpus = Integer.parseInt(Shell.run("docker", "info", "--format", "{{.NCPU}}"));
        assertThat(inspect("{{.HostConfig.NanoCpus}}"))
                .isEqualTo(Math.min(cpus, (Integer) processor.get("cpus")) + "000000000");
    }

    @Test
    void exit_code_and_last_line_are_told_and_the_container_is_removed() throws Exception {
        String script = "echo first >&2; echo 'no rtsp://u:" + SECRET + "@h/1' >&2; exit 7";
        try (Spawner spawner = spawner()) {
            spawner.spawn(name, Map.of("nvr.script", script));

            String sentence = name + " ended with exit code 7: no rtsp://***@h/1";
            assertThat(awaitEnd(spawner)).isEqualTo(sentence);
            assertThat(exists()).isFalse();
            assertThat(spawner.ended(name)).as("asked again").hasValue(sentence);

            spawner.spawn(name, Map.of("nvr.script", STAYS));
            assertThat(spawner.ended(name)).as("born again").isEmpty();
        }
    }

    @Test
    void one_that_takes_more_memory_than_it_may_is_told_apart() throws Exception {
        try (Spawner spawner = spawner("--spawn-memory", "128m")) {
            spawner.spawn(name, Map.of("nvr.script", "exec tail /dev/zero"));

            assertThat(awaitEnd(spawner)).contains("137, out of memory");
        }
    }

    @Test
    void container_outlives_its_spawner_and_the_next_one_kills_it() throws Exception {
        try (Spawner spawner = spawner()) {
            spawner.spawn(name, Map.of("nvr.script", STAYS));
        }
        try (Spawner next = spawner()) {
            assertThat(inspect("{{.State.Running}}")).isEqualTo("true");
            assertThat(next.ended(name)).isEmpty();
            assertThatThrownBy(() -> next.spawn(name, Map.of("nvr.script", STAYS)))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageContaining("already in use");

            next.kill(name);

            assertThat(exists()).isFalse();
            assertThat(next.ended(name)).hasValueSatisfying(end -> assertThat(end).contains("137"));
        }
    }

    @Test
    void next_spawner_removes_what_has_ended_and_leaves_what_runs() throws Exception {
        String other = name + "-2";
        try (Spawner spawner = spawner()) {
            spawner.spawn(name, Map.of("nvr.script", "exit 0"));
            spawner.spawn(other, Map.of("nvr.script", STAYS));
        }
        await().atMost(SOON).until(() -> inspect("{{.State.Status}}").equals("exited"));

        try (Spawner next = spawner()) {
            assertThat(exists()).isFalse();
            assertThat(next.ended(other)).isEmpty();
            next.kill(other);
            assertThat(next.ended(other)).isPresent();
        }
    }

    @Test
    void container_of_somebody_else_is_left_alone() {
        Shell.run("docker", "run", "-d", "--name", container(), "-e", "NVR_SCRIPT=" + STAYS, IMAGE);
        try (Spawner spawner = spawner()) {
            spawner.kill(name);

            assertThat(inspect("{{.State.Running}}")).isEqualTo("true");
            assertThatCode(() -> spawner.kill("nobody-" + name)).doesNotThrowAnyException();
            assertThat(spawner.ended("nobody-" + name)).isEmpty();
        }
    }

    @Test
    void networks_and_extra_hosts_are_as_asked_for() throws Exception {
        for (String network : List.of(name + "-a", name + "-b")) {
            Shell.run("docker", "network", "create", "--internal", network);
            networks.add(network);
        }
        String script = "grep site /etc/hosts; ls /sys/class/net; " + STAYS;
        try (Spawner spawner =
                spawner(
                        "--spawn-network",
                        String.join(",", networks),
                        "--spawn-extra-host",
                        "site:192.0.2.7")) {
            spawner.spawn(name, Map.of("nvr.script", script));

            await().atMost(SOON).until(() -> output().contains("up"));
            assertThat(output()).containsPattern("192.0.2.7\\s+site").contains("eth0", "eth1");
            spawner.kill(name);
        }
    }

    @Test
    void real_processor_reports_to_its_broker_and_obeys_stop() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("nvr.mqtt-url", broker.url());
        settings.put("nvr.mqtt-user", "someone");
        settings.put("nvr.mqtt-password", SECRET);
        // The network is the host's, where 8080 may be taken.
        settings.put("nvr.http-port", Integer.toString(Ports.free()));
        String image = ProcessorImage.name();
        try (MqttProbe probe = probe().subscribe("nvr/control/status/" + name);
                Spawner spawner = spawner("--spawn-image", image, "--spawn-network", "host")) {
            spawner.spawn(name, settings);
            probe.await(m -> m.json().path("status").asText().equals("running"), SOON);
            assertThat(spawner.ended(name)).isEmpty();

            probe.publish("nvr/control/commands/" + name, "{\"command\":\"stop\"}");

            assertThat(awaitEnd(spawner)).startsWith(name + " ended with exit code 0: ");
            assertThat(exists()).isFalse();
        }
    }

    private String awaitEnd(Spawner spawner) {
        return await().atMost(SOON)
                .until(() -> spawner.ended(name), Optional::isPresent)
                .orElseThrow();
    }

    private static Map<?, ?> composed(String key) throws IOException {
        String text = Files.readString(Path.of("docker/compose.yaml"));
        Map<?, ?> all = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return (Map<?, ?>) all.get(key);
    }

    private String output() {
        return Shell.run("docker", "logs", container());
    }

    private static MqttProbe probe() {
        return new MqttProbe(
                broker.url(),
                options -> {
                    options.setUserName("someone");
                    options.setPassword(SECRET.getBytes(UTF_8));
                });
    }
}
