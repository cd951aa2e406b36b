package org.cupertino.nvr.fleet.spawn.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.cupertino.nvr.app.Spawners;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OptionParser;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.docker.ProcessorImage;
import org.cupertino.nvr.docker.Shell;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** With an image whose program is a script in one of its settings, and with the real one. */
@Timeout(420)
class DockerSpawnerIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String IMAGE = "cupertino-nvr-spawn-it";
    private static final String SECRET = "Geheim-7";
    private static final String STAYS = "echo up; exec sleep 600";

    @RegisterExtension static final Mosquitto broker = new Mosquitto().user("someone", SECRET);

    private final String name = "it-" + UUID.randomUUID();
    private final List<String> networks = new ArrayList<>();

    @TempDir static Path context;
    @TempDir private Path folder;

    @BeforeAll
    static void build_image() throws IOException {
        // Any image with a shell; this one is there.
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM mosquitto-local:latest\n"
                        + "ENTRYPOINT [\"sh\", \"-c\", \"eval \\\"$NVR_SCRIPT\\\"\"]\n");
        Shell.run("docker", "build", "-t", IMAGE, context.toString());
    }

    @AfterEach
    void remove() {
        Shell.run(
                "sh",
                "-c",
                "docker ps -aq --filter name=^/" + container() + " | xargs -r docker rm -fv");
        networks.forEach(network -> Shell.run("docker", "network", "rm", network));
    }

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
    void what_is_missing_is_told_and_nothing_is_left_behind() {
        Map<String, String> settings = Map.of("nvr.mqtt-password", SECRET);
        try (Spawner spawner = spawner("--spawn-image", "nvr-nowhere:1")) {
            assertThatThrownBy(() -> spawner.spawn(name, settings))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageStartingWith(name + " cannot be started: ")
                    .hasMessageContaining("no image nvr-nowhere:1: build it with docker build");
        }
        try (Spawner spawner = spawner("--spawn-network", "bridge,nvr-nowhere")) {
            assertThatThrownBy(() -> spawner.spawn(name, settings))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageContaining("docker network create nvr-nowhere");
        }
        try (Spawner spawner = spawner("--spawn-network", "host,bridge")) {
            assertThatThrownBy(() -> spawner.spawn(name, settings))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageContaining("the Docker engine says: ")
                    .hasMessageContaining("host");
        }
        assertThat(exists()).isFalse();
    }

    @Test
    void engine_that_is_not_there_is_told_and_others_go_on() {
        try (Spawner spawner = at("unix:///nowhere/docker.sock")) {
            assertThatThrownBy(() -> spawner.spawn(name, Map.of("nvr.mqtt-password", SECRET)))
                    .isInstanceOf(SpawnException.class)
                    .hasMessage(
                            name
                                    + " cannot be started: the Docker engine at"
                                    + " unix:///nowhere/docker.sock cannot be reached (No such file"
                                    + " or directory): start it, name another with DOCKER_HOST, or"
                                    + " have this user admitted");
            assertThat(spawner.ended(name)).isEmpty();
            assertThatCode(() -> spawner.kill(name)).doesNotThrowAnyException();
        }
    }

    @Test
    void engine_that_hangs_holds_nobody_up() throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(socket));
            try (Spawner spawner = at("unix://" + socket)) {
                assertThatThrownBy(() -> spawner.spawn(name, Map.of()))
                        .isInstanceOf(SpawnException.class)
                        .hasMessageContaining("has not answered for 1 s");
            }
            await("the threads that asked it")
                    .atMost(SOON)
                    .until(
                            () ->
                                    Thread.getAllStackTraces().keySet().stream()
                                            .noneMatch(t -> t.getName().equals("docker-engine")));
        }
    }

    @Test
    void address_that_cannot_be_used_is_a_wrong_setting() {
        assertThatThrownBy(() -> at("ssh://somewhere"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("DOCKER_HOST");
        assertThatThrownBy(
                        () ->
                                new DockerEngine(
                                        config("tcp://127.0.0.1:1")
                                                .withDockerTlsVerify(true)
                                                .withDockerCertPath(folder.toString()),
                                        SOON))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TLS");
    }

    @Test
    void real_processor_reports_to_its_broker_and_obeys_stop() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("nvr.mqtt-url", broker.url());
        settings.put("nvr.mqtt-user", "someone");
        settings.put("nvr.mqtt-password", SECRET);
        // The network is the host's, where 8080 may be taken.
        settings.put("nvr.http-port", Integer.toString(Shell.freePort()));
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

    private static Spawner spawner(String... flags) {
        List<String> all = new ArrayList<>(List.of("--spawn", "docker"));
        if (!List.of(flags).contains("--spawn-image")) {
            all.addAll(List.of("--spawn-image", IMAGE));
        }
        all.addAll(List.of(flags));
        return Spawners.of(options(all.toArray(String[]::new)));
    }

    private static Spawner at(String host) {
        return new DockerSpawner(
                options("--spawn", "docker"),
                new DockerEngine(config(host), Duration.ofSeconds(1)));
    }

    private static DefaultDockerClientConfig.Builder config(String host) {
        return DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host);
    }

    private static SpawnOptions options(String... flags) {
        SpawnOptions options = new SpawnOptions();
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        options.resolve(
                parser.parseArgs(flags), Settings.of(Map.of(), Path.of("target"), Set.of()));
        return options;
    }

    private static Map<?, ?> composed(String key) throws IOException {
        String text = Files.readString(Path.of("docker/compose.yaml"));
        Map<?, ?> all = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return (Map<?, ?>) all.get(key);
    }

    private String container() {
        return "cupertino-nvr-" + name;
    }

    private String output() {
        return Shell.run("docker", "logs", container());
    }

    private String inspect(String format) {
        return Shell.run("docker", "inspect", "--format", format, container());
    }

    private boolean exists() {
        return !Shell.run(
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        "name=^/" + container() + "$")
                .isEmpty();
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
