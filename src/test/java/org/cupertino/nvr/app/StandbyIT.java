package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two orchestrators on one broker. */
@Timeout(240)
class StandbyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ROOM = "nvr/orchestrator/status/2";

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @Test
    void second_orchestrator_stands_by_and_goes_on_with_the_emergency_when_the_first_goes() {
        Map<String, String> settings = Map.of("nvr.mqtt-url", BROKER.url());
        RunningOrchestrator first = new RunningOrchestrator(settings);
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/orchestrator/#")) {
            probe.publish(
                    "nvr/control/status/main",
                    """
                    {"instance_id":"main","status":"running","max_fps":1,"sources":\
                    [{"source_id":2,"state":"live","max_fps":1,"fps":1}]}""",
                    1,
                    true,
                    new MqttProperties());
            first.awaitReady();
            try (RunningOrchestrator second = new RunningOrchestrator(settings)) {
                second.awaitReady();
                assertThat(first.leader()).isEqualTo("leads");
                assertThat(second.leader()).matches("stands by: orchestrator on .+ leads");
                event(probe, "fall_detected");
                awaitRoom(probe, "entering");
                probe.clear();

                first.close();

                await().atMost(Duration.ofSeconds(8)).until(() -> second.leader().equals("leads"));
                awaitRoom(probe, "entering");
                event(probe, "resident_assisted");
                awaitRoom(probe, "normal");
            }
        } finally {
            first.close();
        }
        try (MqttProbe late = new MqttProbe(BROKER.url()).subscribe("nvr/orchestrator/#")) {
            late.await(message -> message.topic().equals(ROOM), SOON);
            assertThat(late.messages("nvr/orchestrator/leader")).isEmpty();
        }
    }

    private static void event(MqttProbe probe, String event) {
        probe.publish(
                "nvr/orchestrator/events", "{\"event\":\"%s\",\"room_id\":2}".formatted(event));
    }

    private static void awaitRoom(MqttProbe probe, String state) {
        probe.await(
                message ->
                        message.topic().equals(ROOM)
                                && message.json().path("state").asText().equals(state),
                SOON);
    }
}
