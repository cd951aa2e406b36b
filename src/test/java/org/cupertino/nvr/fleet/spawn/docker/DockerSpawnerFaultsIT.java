package org.cupertino.nvr.fleet.spawn.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image, a network or the engine is missing, or the engine is of no use. */
@Timeout(420)
class DockerSpawnerFaultsIT extends ScriptedContainer {
    @TempDir private Path folder;

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

    private static Spawner at(String host) {
        return new DockerSpawner(
                options("--spawn", "docker"),
                new DockerEngine(config(host), Duration.ofSeconds(1)));
    }

    private static DefaultDockerClientConfig.Builder config(String host) {
        return DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host);
    }
}
