package org.cupertino.nvr.fleet.spawn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The built program starts one more of itself. */
@Timeout(300)
class ProcessSpawnerIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path JAR = Path.of("target/cupertino-nvr.jar");
    private static final String NAME = "born-here";
    private static final String SECRET = "Geheim-7";

    @RegisterExtension static final Mosquitto broker = new Mosquitto().user("someone", SECRET);

    @TempDir private Path folder;

    @Test
    void processor_works_on_with_the_options_of_a_program_that_was_killed() throws Exception {
        Path log = folder.resolve(NAME + ".log");
        try (MqttProbe probe = probe().subscribe("nvr/control/status/" + NAME);
                Spawner next = new ProcessSpawner(List.of("java"), folder)) {
            spawnAndDie();
            try {
                probe.await(m -> m.json().path("status").asText().equals("running"), SOON);
                long pid = new ProcessLogs(folder).writer(NAME).orElseThrow().pid();
                assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"))
                        .contains("-Xmx200m", "-Dai.djl.offline=true", "-jar")
                        .contains(JAR.toAbsolutePath().toString(), "processor")
                        .noneMatch(argument -> argument.contains(SECRET));

                probe.publish("nvr/control/commands/" + NAME, "{\"command\":\"stop\"}");

                probe.await(m -> m.json().path("status").asText().equals("stopped"), SOON);
                await().atMost(SOON).until(() -> new ProcessLogs(folder).writer(NAME).isEmpty());
                assertThat(log).content().contains(NAME).doesNotContain(SECRET);
            } finally {
                next.kill(NAME);
            }
        }
    }

    private void spawnAndDie() throws Exception {
        assertThat(JAR).as("the program, which mvn package makes").exists();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx200m", "-Dai.djl.offline=true"));
        command.addAll(List.of("-cp", JAR + ":target/test-classes"));
        command.addAll(List.of(SpawningMain.class.getName(), NAME, folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("TEST_BROKER", broker.url());
        builder.environment().put("TEST_SECRET", SECRET);
        Process process = builder.start();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
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
