package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.cupertino.nvr.mqtt.Outbox;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the broker takes is limited; what is larger stops nothing else. */
@Timeout(300)
class PacketLimitIT {
    private static final int LIMIT = 700;

    @RegisterExtension
    static final Mosquitto BROKER = new Mosquitto().config("max_packet_size " + LIMIT);

    @Test
    void detections_larger_than_the_broker_takes_cut_nothing_else_off() {
        Map<String, String> settings = RunningProcessor.settings("tight", BROKER.url(), 1);
        try (RunningProcessor processor = new RunningProcessor(settings).awaitConnected();
                CommandDesk desk = new CommandDesk(BROKER)) {
            Outbox outbox =
                    processor.context().getRegistry().lookupByNameAndType("outbox", Outbox.class);
            await().atMost(CommandDesk.SOON).until(() -> outbox.dropped() >= 3);

            desk.complete("tight", "ping", "{}");
            desk.probe.await(
                    message -> message.topic().startsWith("nvr/status/metrics/"), CommandDesk.SOON);
            Received pong =
                    desk.probe.await(
                            message ->
                                    message.topic().equals("nvr/control/status/tight")
                                            && message.json().path("pong").asBoolean(),
                            CommandDesk.SOON);
            assertThat(pong.json().path("status").asText()).isEqualTo("running");
            assertThat(BROKER.log()).doesNotContain("oversize packet");
        }
    }
}
