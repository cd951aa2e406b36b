package org.cupertino.nvr.cli.ctl;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;

/** Events of rooms, the orchestrator played by the test. */
class CtlEmergencyIT extends CtlOnBroker {
    @Test
    void fall_is_done_when_the_status_of_the_room_carries_it() throws Exception {
        room(2, "resident_assisted", "normal");
        CompletableFuture<Integer> exit = start("emergency", "fall", "2", "--source", "17");
        JsonNode event = event();
        assertThat(event)
                .hasToString("{\"event\":\"fall_detected\",\"room_id\":2,\"source_id\":17}");
        room(7, "fall_detected", "emergency");
        room(2, "resident_assisted", "normal");
        assertThat(exit).isNotDone();
        room(2, "fall_detected", "entering");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(out.toString()).hasLineCount(1).startsWith("room 2 is entering");
    }

    @Test
    void fall_in_a_room_that_has_one_is_done_when_the_orchestrator_lives() throws Exception {
        room(2, "fall_detected", "emergency");
        CompletableFuture<Integer> exit = start("emergency", "fall", "2");
        event();
        alive();
        assertThat(exit).isNotDone();
        alive();

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(out.toString()).startsWith("room 2 is emergency");
    }

    @Test
    void resident_is_assisted_when_the_room_is_on_its_way_back() throws Exception {
        room(2, "fall_detected", "emergency");
        CompletableFuture<Integer> exit = start("emergency", "assisted", "2");
        assertThat(event().path("event").asText()).isEqualTo("resident_assisted");
        room(2, "resident_assisted", "leaving");

        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(out.toString()).startsWith("room 2 is leaving");
    }

    @Test
    void outcome_is_sent_and_a_person_on_the_floor_is_an_emergency_too() throws Exception {
        room(2, "person_on_floor", "emergency");
        CompletableFuture<Integer> exit =
                start("emergency", "assisted", "2", "--outcome", "false_alarm");
        assertThat(event())
                .hasToString(
                        "{\"event\":\"resident_assisted\",\"room_id\":2,\"outcome\":\"false_alarm\"}");
        room(2, "resident_assisted", "leaving");
        assertThat(exit.get(60, SECONDS)).isZero();
        assertThat(run("emergency", "assisted", "2", "--outcome", "perhaps")).isEqualTo(2);

        room(2, "person_on_floor", "emergency");
        fleet.clear();
        exit = start("emergency", "fall", "2");
        event();
        alive();
        alive();
        assertThat(exit.get(60, SECONDS)).isZero();
    }

    @Test
    void rejection_and_silence_are_exit_code_1_with_a_sentence() throws Exception {
        room(2, "fall_detected", "emergency");
        CompletableFuture<Integer> exit = start("emergency", "fall", "22");
        event();
        fleet.publish(
                prefix + "/orchestrator/rejected",
                "{\"message\":\"No processor has camera 22\\u001b[2J\"}");
        assertThat(exit.get(60, SECONDS)).isEqualTo(1);
        assertThat(err.toString()).contains("rejected the event: No processor has camera 22?[2J");

        assertThat(run("emergency", "fall", "2", "--wait", "1s")).isEqualTo(1);
        assertThat(err.toString())
                .contains("No orchestrator has answered within 1.0s", "it was emergency last");
        assertThat(run("emergency", "fall", "-2")).isEqualTo(2);
        assertThat(run("emergency")).isEqualTo(2);
    }

    @Test
    void rooms_are_listed_with_their_problems() {
        assertThat(run("emergency", "list")).isZero();
        assertThat(err.toString()).contains("No room has had an emergency");
        room(10, "fall_detected", "queued");
        room(2, "fall_detected", "emergency");

        assertThat(run("emergency", "list")).isZero();

        assertThat(out.toString().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).matches("2 +17 +emergency .* no luck"),
                        line -> assertThat(line).startsWith("10"));
    }

    @Test
    void processor_that_is_gone_is_forgotten_and_one_that_answers_is_not() throws Exception {
        status("ghost", "running");
        CompletableFuture<Integer> exit = start("forget", "ghost", "--wait", "20s");
        answer("ghost", command(), "completed", "");
        assertThat(exit.get(60, SECONDS)).isEqualTo(1);
        assertThat(err.toString()).contains("ghost answers a ping");

        assertThat(run("forget", "ghost", "--wait", "1s")).isZero();
        assertThat(out.toString()).contains("Cleared the status of ghost, which was running");
    }

    private JsonNode event() {
        return fleet.await(m -> m.topic().equals(prefix + "/orchestrator/events"), SOON).json();
    }

    private void room(int room, String event, String state) {
        fleet.publish(
                prefix + "/orchestrator/status/" + room,
                """
                {"room_id":%d,"source_id":17,"event":"%s","state":"%s","problems":["no luck"]}"""
                        .formatted(room, event, state),
                1,
                true,
                new MqttProperties());
    }

    private void alive() {
        fleet.publish(prefix + "/orchestrator/leader", "{\"token\":\"1\"}");
    }
}
