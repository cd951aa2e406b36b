package org.cupertino.nvr.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done when, and what twice. */
class CommandOrderTest {
    @TempDir Path models;
    private ControlPlane plane;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final AtomicInteger loads = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        plane = new ControlPlane(models);
        plane.bind("command-change_model", new SlowLoad());
    }

    @AfterEach
    void stop() {
        loaded.countDown();
        plane.close();
    }

    /** A model that takes until the test says so. */
    public final class SlowLoad implements CommandHandler {
        @Override
        public String name() {
            return "change_model";
        }

        @Override
        public void handle(Command command) throws Exception {
            loads.incrementAndGet();
            loaded.await();
        }
    }

    @Test
    void queries_are_answered_while_a_model_loads_and_changes_wait_in_order() throws Exception {
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        plane.awaitAcks(1);
        plane.send("{\"command\":\"set_fps\",\"params\":{\"max_fps\":1},\"request_id\":\"f1\"}");
        plane.send("{\"command\":\"pause\",\"request_id\":\"p\"}");
        plane.send("{\"command\":\"set_fps\",\"params\":{\"max_fps\":2},\"request_id\":\"f2\"}");
        plane.send("{\"command\":\"status\",\"request_id\":\"s\"}");
        plane.send("{\"command\":\"ping\",\"request_id\":\"i\"}");
        plane.send("{\"command\":\"metrics\",\"request_id\":\"x\"}");

        plane.awaitAcks(7);
        assertThat(published())
                .containsExactly(
                        "m received",
                        "s received",
                        "s completed",
                        "i received",
                        "i completed",
                        "x received",
                        "x completed");
        assertThat(plane.metricsPublished).hasValue(1);
        assertThat(plane.statuses).extracting(Status::pong).containsExactly(null, true);

        loaded.countDown();
        plane.awaitAcks(14);
        assertThat(published().subList(7, 14))
                .containsExactly(
                        "m completed",
                        "f1 received",
                        "f1 completed",
                        "p received",
                        "p completed",
                        "f2 received",
                        "f2 completed");
        assertThat(plane.cameras.maxFps()).isEqualTo(2);
    }

    @Test
    void stop_gets_through_while_a_model_loads() throws Exception {
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        plane.awaitAcks(1);
        plane.send("{\"command\":\"stop\",\"request_id\":\"s\"}");
        plane.awaitAcks(3);
        assertThat(published()).containsExactly("m received", "s received", "s completed");
        assertThat(plane.stops).hasValue(1);
    }

    @Test
    void repeated_request_is_answered_again_and_not_done_again() throws Exception {
        loaded.countDown();
        String payload = "{\"command\":\"change_model\",\"request_id\":\"m\"}";
        plane.send(payload);
        plane.awaitAcks(2);
        plane.send(payload);
        plane.awaitAcks(3);
        plane.send("{\"command\":\"stop\",\"request_id\":\"s\"}");
        plane.send("{\"command\":\"stop\",\"request_id\":\"s\"}");
        plane.awaitAcks(6);
        assertThat(published())
                .containsExactly(
                        "m received",
                        "m completed",
                        "m completed",
                        "s received",
                        "s completed",
                        "s completed");
        assertThat(loads).hasValue(1);
        assertThat(plane.stops).hasValue(1);
    }

    @Test
    void request_repeated_while_it_is_being_done_is_done_once() throws Exception {
        String payload = "{\"command\":\"change_model\",\"request_id\":\"m\"}";
        plane.send(payload);
        plane.send(payload);
        plane.send(payload);
        plane.awaitAcks(1);
        loaded.countDown();
        plane.awaitAcks(4);
        assertThat(published())
                .containsExactly("m received", "m completed", "m completed", "m completed");
        assertThat(loads).hasValue(1);
    }

    @Test
    void repeat_after_a_rename_is_answered_under_the_new_name() throws Exception {
        loaded.countDown();
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        plane.send(rename("proc-b", "r"));
        plane.awaitAcks(4);
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        JsonNode repeat = plane.awaitAcks(5).get(4);
        assertThat(repeat.path("instance_id").asText()).isEqualTo("proc-b");
        assertThat(repeat.path("ack_status").asText()).isEqualTo("completed");
        assertThat(plane.mqtt.published().get(4).topic()).isEqualTo("nvr/control/acks/proc-b");
    }

    @Test
    void request_that_was_refused_is_refused_again_in_the_same_words() throws Exception {
        String payload =
                "{\"command\":\"pause\",\"params\":{\"source_id\":4},\"request_id\":\"p\"}";
        plane.send(payload);
        plane.send(payload);
        List<JsonNode> acks = plane.awaitAcks(3);
        assertThat(published()).containsExactly("p received", "p rejected", "p rejected");
        assertThat(acks.get(2).path("message")).isEqualTo(acks.get(1).path("message"));
        assertThat(acks.get(2).path("code").asText()).isEqualTo("unknown_source");
    }

    @Test
    void commands_right_after_a_rename_reach_the_new_name() throws Exception {
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        plane.send(rename("proc-b", "r"));
        plane.send(forB("ping", "i"));
        plane.send(forB("set_fps\",\"params\":{\"max_fps\":3},\"x\":\"", "f"));
        plane.send(
                ControlPlane.COMMANDS + "/proc-b",
                "{\"command\":\"status\",\"request_id\":\"s\"}".getBytes(UTF_8));
        plane.send("{\"command\":\"pause\",\"target_instances\":[\"proc-a\"]}");
        plane.awaitAcks(1);
        loaded.countDown();
        plane.awaitAcks(10);
        assertThat(published())
                .containsExactly(
                        "m received",
                        "m completed",
                        "r received",
                        "r completed",
                        "i received",
                        "i completed",
                        "f received",
                        "f completed",
                        "s received",
                        "s completed");
        assertThat(plane.acks().get(2).path("instance_id").asText()).isEqualTo("proc-a");
        assertThat(plane.acks().get(3).path("instance_id").asText()).isEqualTo("proc-b");
    }

    @Test
    void retained_command_is_refused_and_not_done() throws Exception {
        plane.mqtt.receive(
                ControlPlane.COMMANDS,
                "{\"command\":\"stop\",\"request_id\":\"s\"}".getBytes(UTF_8),
                true,
                new org.eclipse.paho.mqttv5.common.packet.MqttProperties());
        assertThat(plane.awaitAcks(1).get(0).path("code").asText()).isEqualTo("retained_command");
        assertThat(published()).containsExactly("s rejected");
        assertThat(plane.stops).hasValue(0);
    }

    @Test
    void command_expires_at_its_time_and_not_before() throws Exception {
        Instant now = Instant.now();
        plane.send(expiring("late", now.minusMillis(1)));
        plane.send(expiring("early", now.plusSeconds(60)));
        plane.awaitAcks(3);
        assertThat(published())
                .containsExactly("late rejected", "early received", "early completed");
    }

    @Test
    void command_that_expires_while_it_waits_is_refused() throws Exception {
        plane.send("{\"command\":\"change_model\",\"request_id\":\"m\"}");
        plane.awaitAcks(1);
        Instant soon = Instant.now().plusMillis(500);
        plane.send("{\"command\":\"pause\",\"request_id\":\"p\",\"expires_at\":\"" + soon + "\"}");
        await().atMost(ControlPlane.SOON).until(() -> Instant.now().isAfter(soon));
        loaded.countDown();
        plane.awaitAcks(3);
        assertThat(published()).containsExactly("m received", "m completed", "p rejected");
    }

    @Test
    void changes_wait_for_the_start_and_are_refused_during_the_stop() throws Exception {
        plane.close();
        plane = new ControlPlane(models, false);
        plane.send("{\"command\":\"pause\",\"request_id\":\"p\"}");
        plane.send("{\"command\":\"ping\",\"request_id\":\"i\"}");
        plane.awaitAcks(2);
        assertThat(published()).containsExactly("i received", "i completed");
        plane.commands.open();
        plane.awaitAcks(4);
        plane.commands.close();
        plane.send("{\"command\":\"resume\",\"request_id\":\"r\"}");
        plane.awaitAcks(5);
        assertThat(published())
                .containsExactly(
                        "i received", "i completed", "p received", "p completed", "r error");
    }

    @Test
    void state_after_the_stop_stays_whatever_was_still_under_way() {
        plane.status.enter(InstanceState.STOPPING, null);
        plane.status.enter(InstanceState.RUNNING, null);
        plane.status.enter(InstanceState.STOPPED, null);
        plane.status.enter(InstanceState.RUNNING, null);
        assertThat(plane.statuses)
                .extracting(Status::status)
                .containsExactly(InstanceState.STOPPING, InstanceState.STOPPED);
    }

    private List<String> published() {
        return plane.acks().stream()
                .map(ack -> ack.path("request_id").asText() + " " + ack.path("ack_status").asText())
                .toList();
    }

    private static String expiring(String requestId, Instant at) {
        return "{\"command\":\"status\",\"request_id\":\"%s\",\"expires_at\":\"%s\"}"
                .formatted(requestId, at);
    }

    private static String rename(String newId, String requestId) {
        return ("{\"command\":\"rename_instance\",\"params\":{\"new_instance_id\":\"%s\"},"
                        + "\"request_id\":\"%s\"}")
                .formatted(newId, requestId);
    }

    private static String forB(String command, String requestId) {
        return "{\"command\":\"%s\",\"target_instances\":[\"proc-b\"],\"request_id\":\"%s\"}"
                .formatted(command, requestId);
    }
}
