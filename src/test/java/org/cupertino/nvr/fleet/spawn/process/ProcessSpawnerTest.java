package org.cupertino.nvr.fleet.spawn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a shell does in the place of a processor. */
@Timeout(120)
class ProcessSpawnerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String STAYS = "echo $$ is up; exec sleep 600";
    private static final String SECRET = "Geheim-7";

    @TempDir private Path folder;
    private final List<String> started = new ArrayList<>();

    @AfterEach
    void kill_what_still_runs() {
        if (started.isEmpty()) {
            return;
        }
        try (Spawner spawner = running(STAYS)) {
            started.forEach(spawner::kill);
        }
    }

    @Test
    void child_has_its_settings_in_its_environment_and_nowhere_else() throws Exception {
        String script = "env | grep -E '^(NVR_|PATH=)'; echo $0 \"$@\"; " + STAYS;
        try (Spawner spawner = running(script)) {
            start(spawner, "proc-a", Map.of("nvr.max-fps", "0.5", "nvr.mqtt-password", SECRET));
            long pid = pid("proc-a");

            assertThat(lines("proc-a"))
                    .contains("NVR_INSTANCE_ID=proc-a", "NVR_MAX_FPS=0.5", "processor")
                    .contains("NVR_MQTT_PASSWORD=" + SECRET)
                    .contains("PATH=" + System.getenv("PATH"));
            assertThat(Files.readString(proc(pid, "cmdline"))).doesNotContain(SECRET);
            assertThat(Files.readSymbolicLink(proc(pid, "fd/0"))).hasToString("/dev/null");
        }
    }

    @Test
    void child_outlives_its_spawner_and_is_found_and_killed_by_the_next_one() throws Exception {
        long pid = spawnAndDie("proc-a", List.of("sh", "-c", "env | grep ^NVR_; " + STAYS));

        assertThat(lines("proc-a"))
                .contains("NVR_MQTT_PASSWORD=" + SECRET)
                .noneMatch(line -> line.startsWith("NVR_MODEL="));
        try (Spawner next = running(STAYS)) {
            assertThat(sessionOf(pid)).as("a session of its own").isEqualTo(pid);
            assertThatThrownBy(() -> next.spawn("proc-a", Map.of()))
                    .isInstanceOf(SpawnException.class)
                    .hasMessage("proc-a cannot be started: it is running already");

            next.kill("proc-a");

            await().atMost(SOON).until(() -> !Files.exists(proc(pid, "exe")));
            assertThat(next.ended("proc-a")).isEmpty();
        }
    }

    @Test
    void exit_code_and_last_complaint_are_told_without_credentials() throws Exception {
        String script =
                "echo first; echo 'no rtsp://u:"
                        + SECRET
                        + "@h/1' >&2; echo; echo '08:00:00.123 INFO  Main - gone'; exit 7";
        try (Spawner spawner = running(script)) {
            start(spawner, "proc-a", Map.of());

            assertThat(awaitEnd(spawner, "proc-a"))
                    .isEqualTo("proc-a ended with exit code 7: no rtsp://***@h/1");
        }
    }

    @Test
    void program_that_cannot_be_run_is_told() throws Exception {
        try (Spawner spawner = new ProcessSpawner(List.of("/nowhere/java"), folder)) {
            start(spawner, "proc-a", Map.of());

            assertThat(awaitEnd(spawner, "proc-a")).contains("/nowhere/java");
        }
    }

    @Test
    void killed_child_is_told_and_its_name_is_free_again() throws Exception {
        try (Spawner spawner = running(STAYS)) {
            start(spawner, "proc-a", Map.of());
            pid("proc-a");
            assertThat(spawner.ended("proc-a")).isEmpty();

            spawner.kill("proc-a");

            assertThat(awaitEnd(spawner, "proc-a")).startsWith("proc-a ended with exit code 137: ");
            start(spawner, "proc-a", Map.of());
            assertThat(spawner.ended("proc-a")).isEmpty();
        }
    }

    @Test
    void unknown_name_has_not_ended_and_can_be_killed() {
        try (Spawner spawner = running(STAYS)) {
            assertThat(spawner.ended("nobody")).isEmpty();
            assertThatCode(() -> spawner.kill("nobody")).doesNotThrowAnyException();
        }
    }

    @Test
    void what_is_no_name_or_no_setting_starts_nothing() throws Exception {
        try (Spawner spawner = running(STAYS)) {
            assertThatThrownBy(() -> spawner.spawn("../proc-a", Map.of()))
                    .isInstanceOf(SpawnException.class);
            assertThatThrownBy(() -> spawner.spawn("proc-a", Map.of("nvr.a=b", SECRET)))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageNotContaining(SECRET);
            assertThatThrownBy(() -> spawner.spawn("proc-a", Map.of("nvr.model", SECRET + "\0")))
                    .isInstanceOf(SpawnException.class)
                    .hasMessageNotContaining(SECRET);
        }
        assertThat(logs()).isEmpty();
    }

    @Test
    void logs_of_the_last_twenty_that_ended_are_kept_and_those_of_running_ones() throws Exception {
        long pid = spawnAndDie("quiet", List.of("sh", "-c", STAYS));
        age("quiet", 0);
        for (int i = 1; i <= 25; i++) {
            Files.writeString(folder.resolve("old-" + i + ".log"), "");
            age("old-" + i, i);
        }

        try (Spawner spawner = running(STAYS)) {
            start(spawner, "proc-a", Map.of());
        }

        assertThat(logs())
                .hasSize(22)
                .contains("quiet.log", "proc-a.log", "old-6.log")
                .doesNotContain("old-5.log");
        assertThat(Files.exists(proc(pid, "exe"))).isTrue();
    }

    @Test
    void folder_with_logs_of_others_is_refused() throws IOException {
        Files.writeString(folder.resolve("syslog.log"), "");

        assertThatThrownBy(() -> running(STAYS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("logs of other programs");
    }

    @Test
    void folder_that_was_cleaned_away_is_made_anew() throws Exception {
        Path logs = folder.resolve("logs");
        try (Spawner spawner = new ProcessSpawner(List.of("sh", "-c", "exit 7"), logs)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs)))
                    .isEqualTo("rwx------");
            Files.delete(logs.resolve(".cupertino-nvr"));
            Files.delete(logs);

            spawner.spawn("proc-a", Map.of());

            assertThat(awaitEnd(spawner, "proc-a")).contains("exit code 7");
            assertThat(logs.resolve("proc-a.log")).exists();
        }
    }

    @Test
    void output_without_end_is_cut_to_its_end() throws Exception {
        String script = "head -c 17000000 /dev/zero | tr '\\0' a; echo; " + STAYS;
        try (Spawner spawner = running(script)) {
            start(spawner, "proc-a", Map.of());
            pid("proc-a");

            assertThat(spawner.ended("proc-a")).isEmpty();

            assertThat(Files.size(folder.resolve("proc-a.log"))).isLessThan(10_000);
            assertThat(lines("proc-a")).last().asString().endsWith(" is up");
        }
    }

    @Test
    void program_without_a_jar_cannot_start_more_of_itself() {
        assertThatThrownBy(() -> ProcessSpawner.ofThisProgram(Optional.of(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--spawn docker");
    }

    private Spawner running(String script) {
        return new ProcessSpawner(List.of("sh", "-c", script), folder);
    }

    private void start(Spawner spawner, String name, Map<String, String> settings)
            throws SpawnException {
        started.add(name);
        spawner.spawn(name, settings);
    }

    /** Has another process start one, with an environment that is not meant for it. */
    private long spawnAndDie(String name, List<String> command) throws Exception {
        started.add(name);
        List<String> whole = new ArrayList<>();
        whole.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String path = System.getProperty("java.class.path");
        whole.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
        whole.addAll(List.of(SpawningMain.class.getName(), name, folder.toString()));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).inheritIO();
        builder.environment().put("TEST_BROKER", "tcp://127.0.0.1:1");
        builder.environment().put("TEST_SECRET", SECRET);
        builder.environment().put("NVR_MODEL", "not-for-the-child");
        Process process = builder.start();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        return pid(name);
    }

    /** Waits until it is up. */
    private long pid(String name) {
        await().atMost(SOON)
                .until(() -> lines(name).stream().anyMatch(line -> line.endsWith(" is up")));
        List<String> lines = lines(name);
        return Long.parseLong(lines.get(lines.size() - 1).replace(" is up", ""));
    }

    private static String awaitEnd(Spawner spawner, String name) {
        return await().atMost(SOON)
                .until(() -> spawner.ended(name), Optional::isPresent)
                .orElseThrow();
    }

    private List<String> lines(String name) {
        try {
            return Files.readAllLines(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<String> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .toList();
        }
    }

    private void age(String name, int minutes) throws IOException {
        Path file = folder.resolve(name + ".log");
        Files.setLastModifiedTime(file, FileTime.fromMillis(minutes * 60_000L));
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc/" + pid + "/" + name);
    }

    private static long sessionOf(long pid) throws IOException {
        String afterName = Files.readString(proc(pid, "stat")).replaceFirst(".*\\) ", "");
        return Long.parseLong(afterName.split(" ")[3]);
    }
}
