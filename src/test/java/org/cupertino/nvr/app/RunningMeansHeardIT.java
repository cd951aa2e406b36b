package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever sees a processor running may send: the command is heard. */
@Timeout(300)
class RunningMeansHeardIT {
    private static final int PROCESSORS = 3;
    private static final int RESTARTS = Integer.getInteger("nvr.test.restarts", 2);

    @Test
    void command_sent_when_running_is_seen_is_acknowledged_after_every_restart_of_the_broker() {
        List<RunningProcessor> processors = new ArrayList<>();
        try (Mosquitto broker = new Mosquitto().start()) {
            for (int i = 0; i < PROCESSORS; i++) {
                processors.add(
                        new RunningProcessor(
                                Map.of(
                                        "instance-id",
                                        "proc-" + i,
                                        "mqtt-url",
                                        broker.url(),
                                        "metrics-interval",
                                        "1h")));
            }
            processors.forEach(RunningProcessor::awaitConnected);
            for (int restart = 0; restart < RESTARTS; restart++) {
                broker.kill();
                broker.start();
                try (MqttProbe probe = new MqttProbe(broker.url())) {
                    probe.subscribe("nvr/control/status/+", "nvr/control/acks/+");
                    Map<String, Long> sent = sendWhenRunning(probe);
                    assertThat(sent).hasSize(PROCESSORS);
                    await("all acks of restart " + restart)
                            .atMost(Duration.ofSeconds(5))
                            .until(() -> acked(probe) == PROCESSORS);
                }
            }
        } finally {
            processors.forEach(RunningProcessor::close);
        }
    }

    private static Map<String, Long> sendWhenRunning(MqttProbe probe) {
        Map<String, Long> sent = new HashMap<>();
        await("all are running")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(CommandDesk.SOON)
                .until(
                        () -> {
                            for (Received status : probe.messages("nvr/control/status/+")) {
                                JsonNode json = status.json();
                                String id = json.path("instance_id").asText();
                                if (json.path("status").asText().equals("running")
                                        && sent.putIfAbsent(id, System.nanoTime()) == null) {
                                    probe.publish(
                                            CommandDesk.COMMANDS + "/" + id,
                                            "{\"command\":\"ping\",\"request_id\":\"" + id + "\"}");
                                }
                            }
                            return sent.size() == PROCESSORS;
                        });
        return sent;
    }

    private static long acked(MqttProbe probe) {
        return probe.messages("nvr/control/acks/+").stream()
                .map(Received::json)
                .filter(ack -> ack.path("ack_status").asText().equals("completed"))
                .map(ack -> ack.path("request_id").asText())
                .distinct()
                .count();
    }
}
