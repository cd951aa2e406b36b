package org.cupertino.nvr.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class GoodbyeIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** A goodbye that is cut short gets through three times of four. */
    private static final int LINKS = 15;

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @Test
    void links_that_are_shut_down_leave_no_will() throws Exception {
        MqttSettings settings = new MqttSettings(BROKER.url(), null, null, null, null, null);
        List<MqttLink> links = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            String topic = "will/" + i;
            MqttLink link =
                    new MqttLink(
                            "test-" + i,
                            settings,
                            () -> new Will(topic, "x".getBytes(UTF_8), Duration.ofHours(1)));
            link.open();
            links.add(link);
        }
        for (MqttLink link : links) {
            assertThat(link.awaitUp(SOON)).isTrue();
        }
        links.forEach(MqttLink::shutDown);

        // Retained, so who comes after the broker has closed the connections finds them.
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("will/#", "after")) {
            probe.publish("after", "");
            probe.await(message -> message.topic().equals("after"), SOON);
            assertThat(probe.messages("will/#")).isEmpty();
        }
    }
}
