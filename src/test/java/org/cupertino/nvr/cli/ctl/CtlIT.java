package org.cupertino.nvr.cli.ctl;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.support.Mosquitto;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;

/** Commands of the client, their answers, and a broker that gives none. */
class CtlIT extends CtlOnBroker {
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

    private void metrics(String instance, String model) {
        fleet.publish(
                prefix + "/status/metrics/" + instance,
                "{\"instance_id\":\"%s\",\"model_id\":\"%s\",\"inference_throughput\":1}"
                        .formatted(instance, model));
    }

    @Test
    void metrics_that_come_after_the_answer_are_shown() throws Exception {
        status("a", "running");

        CompletableFuture<Integer> exit = start("metrics");
        JsonNode command = command();
        answer("a", command, "completed", "");
        metrics("x", "other");
        metrics("a", "nano");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(out.toString()).containsPattern("a +nano").doesNotContain("other");
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

    @Test
    void cameras_are_listed_as_the_orchestrator_says() {
        retain(
                prefix + "/cameras/10",
                "{\"source_id\":10,\"state\":\"live\",\"since\":\"2026-01-31T08:00:00.123Z\","
                        + "\"watched_by\":[\"a\",\"b\"],\"wanted_by\":[\"a\",\"b\"],\"last_seen\":{}}");
        retain(
                prefix + "/cameras/2",
                "{\"source_id\":2,\"state\":\"unwatched\",\"name\":\"Room\\n2\",\"watched_by\":[],"
                        + "\"since\":\"2026-01-31T08:00:00.123Z\",\"wanted_by\":[\"a\"],\"last_seen\":{},"
                        + "\"reason\":\"a is offline\"}");
        retain(prefix + "/cameras/3", "{\"source_id\":4}");

        assertThat(run("cameras")).isZero();

        assertThat(err.toString()).contains("No orchestrator leads");
        assertThat(out.toString().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).matches("2 +Room\\?2 +unwatched .* a is offline"),
                        line -> assertThat(line).matches("10 +- +live +.*a, b +- +-"));

        retain(prefix + "/orchestrator/leader", "{}");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(run("cameras", "--json")).isZero();
        assertThat(out.toString()).startsWith("[").contains("\"state\" : \"unwatched\"");
        assertThat(err.toString()).isEmpty();
    }

    private void retain(String topic, String message) {
        fleet.publish(topic, message, 1, true, new MqttProperties());
    }
}
