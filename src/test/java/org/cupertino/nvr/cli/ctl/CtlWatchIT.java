package org.cupertino.nvr.cli.ctl;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;

/** What the client shows without changing anything: {@code status} and {@code watch}. */
class CtlWatchIT extends CtlOnBroker {
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
}
