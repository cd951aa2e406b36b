package org.cupertino.nvr.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoodbyeIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    /** Repeated, since a goodbye that is cut short gets through three times of four. */
    @RepeatedTest(15)
    void link_that_is_shut_down_leaves_no_will(RepetitionInfo repetition) throws Exception {
        String topic = "will/" + repetition.getCurrentRepetition();
        MqttSettings settings = new MqttSettings(BROKER.url(), null, null, null, null, null);
        MqttLink link = new MqttLink("test", settings, () -> new Will(topic, "x".getBytes(UTF_8)));
        link.open();
        assertThat(link.awaitUp(SOON)).isTrue();
        link.shutDown();

        // Retained, so who comes after the broker has closed the connection finds it.
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe(topic, "after")) {
            probe.publish("after", "");
            probe.await(message -> message.topic().equals("after"), SOON);
            assertThat(probe.messages(topic)).isEmpty();
        }
    }
}
