package org.cupertino.nvr.cli.ctl;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.cli.Launcher;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real broker, the processors played by the test. */
class CtlIT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private MqttProbe fleet;
    private String prefix;

    @BeforeEach
    void connect() {
        // Another prefix for each test, so that none sees what others left retained.
        prefix = "t" + System.nanoTime();
        fleet = new MqttProbe(BROKER.url()).subscribe(prefix + "/control/commands/#");
    }

    @AfterEach
    void disconnect() {
        fleet.close();
    }

    @Test
    void command_reaches_all_that_live_and_completes() throws Exception {
        status("a", "running");
        status("b", "paused");
        status("c", "offline");
        status("d", "stopped");

        CompletableFuture<Integer> exit = start("set_fps", "0.5", "--source", "3", "--to", "*");
        JsonNode command = command();
        answer("a", command, "received", "");
        answer("b", command, "completed", "");
        answer("a", command, "completed", "");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(command.get("command").asText()).isEqualTo("set_fps");
        assertThat(command.get("target_instances").asText()).isEqualTo("*");
        assertThat(command.get("params").toString()).isEqualTo("{\"source_id\":3,\"max_fps\":0.5}");
        assertThat(command.get("request_id").asText()).hasSize(36);
        assertThat(command.has("expires_at")).isFalse();
        assertThat(out.toString())
                .hasLineCount(3)
                .containsPattern("(?s)a +completed.*b +completed");
    }

    @Test
    void lease_is_sent_in_seconds_and_its_end_needs_no_rate() throws Exception {
        status("a", "running");

        CompletableFuture<Integer> exit = start("set-fps", "1", "--lease", "1500ms");
        JsonNode command = command();
        answer("a", command, "completed", "");
        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(command.get("params").toString()).isEqualTo("{\"lease_s\":1.5,\"max_fps\":1}");

        fleet.clear();
        exit = start("set-fps", "--lease", "0", "--source", "3");
        command = command();
        answer("a", command, "completed", "");
        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(command.get("params").path("lease_s").asInt(-1)).isZero();
        assertThat(command.get("params").has("max_fps")).isFalse();
    }

    @Test
    void rejection_and_silence_are_shown_and_exit_code_1() throws Exception {
        status("a", "running");
        status("b", "offline");

        CompletableFuture<Integer> exit =
                start("pause", "--to", "a,b,typo", "--wait", "4s", "--request-id", "again-1");
        JsonNode command = command();
        answer(
                "a",
                command,
                "rejected",
                ",\"code\":\"unknown_source\",\"message\":\"No\\u001b[2J\"");

        assertThat(exit.get(60, SECONDS)).isEqualTo(1);
        assertThat(command.get("request_id").asText()).isEqualTo("again-1");
        assertThat(command.get("target_instances")).hasSize(3);
        assertThat(out.toString())
                .contains("rejected unknown_source: No?[2J")
                .containsPattern("b +no answer, last known as offline")
                .containsPattern("typo +no answer, and no status either");
    }

    @Test
    void rename_completes_under_the_new_id() throws Exception {
        status("old", "running");

        CompletableFuture<Integer> exit = start("rename", "new", "--expires-in", "30s");
        JsonNode command = command();
        answer("old", command, "received", "");
        answer("new", command, "completed", "");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(command.get("command").asText()).isEqualTo("rename_instance");
        assertThat(command.get("target_instances").toString()).isEqualTo("[\"old\"]");
        assertThat(command.get("expires_at").asText()).endsWith("Z");
        assertThat(out.toString()).containsPattern("old -> new +completed");
    }

    @Test
    void change_for_nobody_in_particular_is_refused_while_several_live() {
        status("a", "running");
        status("b", "running");

        assertThat(run("stop")).isEqualTo(2);

        assertThat(err.toString()).contains("--to a,b", "--to '*'");
        assertThat(fleet.messages("#")).isEmpty();
    }

    @Test
    void nobody_there_is_said_and_exit_code_1() {
        status("a", "stopped");

        assertThat(run("ping")).isEqualTo(1);

        assertThat(err.toString()).contains("No processor is live, so nothing was sent");
        assertThat(fleet.messages("#")).isEmpty();
    }

    @Test
    void metrics_that_come_after_the_answer_are_shown() throws Exception {
        status("a", "running");

        CompletableFuture<Integer> exit = start("metrics");
        JsonNode command = command();
        answer("a", command, "completed", "");
        fleet.publish(prefix + "/status/metrics/x", "{\"model_id\":\"other\"}");
        fleet.publish(prefix + "/status/metrics/a", "{\"model_id\":\"nano\"}");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(out.toString()).containsPattern("a +nano").doesNotContain("other");
    }

    @Test
    void status_shows_what_the_broker_keeps_and_sends_nothing() {
        status("a", "running");
        status("b", "offline");
        fleet.publish(prefix + "/control/status/c", "no JSON", 1, true, new MqttProperties());

        assertThat(run("status")).isZero();

        assertThat(out.toString()).containsPattern("(?s)a +running.*b +offline");
        assertThat(fleet.messages("#")).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void status_as_json_is_one_array() throws Exception {
        status("a", "running");
        status("b", "offline");

        assertThat(run("status", "--json")).isZero();

        JsonNode array = new ObjectMapper().readTree(out.toString());
        assertThat(array.findValuesAsText("instance_id")).containsExactly("a", "b");
    }

    @Test
    void fresh_status_marks_who_only_looks_alive() throws Exception {
        status("a", "running");
        status("b", "running");

        CompletableFuture<Integer> exit = start("status", "--fresh", "--wait", "4s");
        JsonNode command = command();
        answer("a", command, "completed", "");
        status("a", "paused");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(command.get("command").asText()).isEqualTo("status");
        assertThat(out.toString()).containsPattern("(?s)a +paused .*b +running, NO ANSWER");
    }

    @Test
    void watch_prints_what_the_filter_lets_through_and_survives_a_broker_restart()
            throws Exception {
        status("a", "running");
        Thread watch = new Thread(() -> run("watch", "--source", "3", "--instance", "a"));
        watch.start();
        try {
            await(out, "a is running");
            BROKER.stop();
            await(err, "The broker is away");
            BROKER.start();
            await(err, "The broker is back");
            Awaitility.await().atMost(SOON).until(fleet::isConnected);

            detection(3, "b", "cat");
            detection(4, "a", "dog");
            detection(3, "a", "person\\u001b[2J");

            await(out, "1 person?[2J (0.50)");
            assertThat(out.toString()).doesNotContain("cat", "dog", "\u001b");
        } finally {
            watch.interrupt();
            watch.join(30_000);
        }
        assertThat(watch.isAlive()).isFalse();
    }

    @Test
    void watch_ends_well_when_its_time_is_over() {
        status("a", "running");

        assertThat(run("watch", "--duration", "4s")).isZero();

        assertThat(out.toString()).contains("a is running");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void broker_that_is_away_is_told_with_the_reason() {
        BROKER.stop();

        assertThat(run("ping", "--wait", "500ms")).isEqualTo(1);
        assertThat(run("watch", "--wait", "500ms")).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains(
                                                BROKER.url(), "within 0.5s", "Connection refused"),
                        line -> assertThat(line).contains(BROKER.url(), "Connection refused"));
    }

    @Test
    void broker_that_refuses_user_or_command_is_told_so() throws Exception {
        try (Mosquitto strict =
                new Mosquitto()
                        .user("guest", "secret-1")
                        .accessList("user guest\ntopic read #\n")
                        .start()) {
            Path file = folder.resolve("cupertino-nvr.properties");
            Files.writeString(
                    file,
                    "nvr.mqtt-url=%s\nnvr.mqtt-user=guest\nnvr.mqtt-password=%s\nnvr.max-fps=1\n"
                            .formatted(strict.url(), "secret-1"));
            Cli fromFile = cli(Map.of());

            assertThat(fromFile.run("ctl", "ping", "--to", "a")).isEqualTo(1);
            assertThat(err.toString())
                    .contains("does not let this user publish to nvr/control/commands");

            Cli wrong = cli(Map.of("NVR_MQTT_USER", "nobody"));
            assertThat(wrong.run("ctl", "ping", "--wait", "1s")).isEqualTo(1);
            assertThat(err.toString()).contains("Cannot reach").doesNotContain("secret-1");
        }
    }

    private void status(String instance, String state) {
        fleet.publish(
                prefix + "/control/status/" + instance,
                "{\"instance_id\":\"%s\",\"status\":\"%s\"}".formatted(instance, state),
                1,
                true,
                new MqttProperties());
    }

    private JsonNode command() {
        return fleet.await(m -> m.topic().equals(prefix + "/control/commands"), SOON).json();
    }

    private void answer(String instance, JsonNode command, String status, String more) {
        fleet.publish(
                prefix + "/control/acks/" + instance,
                "{\"request_id\":\"%s\",\"ack_status\":\"%s\"%s}"
                        .formatted(command.get("request_id").asText(), status, more));
    }

    private void detection(int source, String instance, String what) {
        fleet.publish(
                prefix + "/detections/" + source,
                ("{\"instance_id\":\"%s\",\"source_id\":%d,"
                                + "\"detections\":[{\"class_name\":\"%s\",\"confidence\":0.5}]}")
                        .formatted(instance, source, what));
    }

    private static void await(StringWriter writer, String text) {
        Awaitility.await(text).atMost(SOON).until(() -> writer.toString().contains(text));
    }

    private CompletableFuture<Integer> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "ctl";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cli(Map.of("NVR_MQTT_URL", BROKER.url(), "NVR_TOPIC_PREFIX", prefix)).run(all);
    }

    private Cli cli(Map<String, String> environment) {
        return new Cli(new NoProcessor(), environment, folder)
                .writingTo(new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static final class NoProcessor implements Launcher {
        @Override
        public void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out) {
            throw new AssertionError("no doctor");
        }

        @Override
        public int orchestrate(OrchestratorOptions options) {
            throw new AssertionError("no orchestrator");
        }

        @Override
        public int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator) {
            throw new AssertionError("no demo");
        }

        @Override
        public int run(ProcessorOptions options) {
            throw new AssertionError("ctl starts no processor");
        }

        @Override
        public int demo(ProcessorOptions options, Optional<Duration> duration) {
            throw new AssertionError("ctl starts no demo");
        }

        @Override
        public List<String> checkRoutes(ProcessorOptions options, Path folder) {
            throw new AssertionError("ctl looks at no routes");
        }

        @Override
        public List<String> checkRoutes(OrchestratorOptions options, Path folder) {
            throw new AssertionError("ctl looks at no routes");
        }
    }
}
