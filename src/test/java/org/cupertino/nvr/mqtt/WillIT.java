package org.cupertino.nvr.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is dead is said to be gone; who blinked, was renamed or said goodbye is not. */
@Timeout(120)
class WillIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @Test
    void only_the_dead_are_said_to_be_gone() throws Exception {
        AtomicReference<String> name = new AtomicReference<>("before");
        try (Proxy network = new Proxy(BROKER.port());
                MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("will/#")) {
            MqttLink blinking = link(network.url(), new AtomicReference<>("blinking"));
            MqttLink renamed = link(BROKER.url(), name);
            MqttLink stopped = link(BROKER.url(), new AtomicReference<>("stopped"));
            MqttLink dead = link(BROKER.url(), new AtomicReference<>("dead"));

            network.cut();
            Awaitility.await().atMost(SOON).until(() -> blinking.problem().isPresent());
            assertThat(blinking.awaitUp(Will.DELAY)).isTrue();
            name.set("after");
            renamed.renew();
            assertThat(renamed.awaitUp(SOON)).isTrue();
            stopped.shutDown();
            dead.beginShutDown(false);
            dead.awaitShutDown(SOON);

            // The others lost their connections before it, so their wills would be there.
            probe.await(message -> message.topic().equals("will/dead"), SOON);
            assertThat(probe.messages("will/#")).hasSize(1);

            renamed.beginShutDown(false);
            renamed.awaitShutDown(SOON);
            probe.await(message -> message.topic().equals("will/after"), SOON);
            assertThat(probe.messages("will/#")).hasSize(2);
            blinking.shutDown();
        }
    }

    private static MqttLink link(String url, AtomicReference<String> name) throws Exception {
        MqttLink link =
                new MqttLink(
                        "test",
                        new MqttSettings(url, null, null, null, null, null),
                        () ->
                                new Will(
                                        "will/" + name.get(),
                                        "gone".getBytes(UTF_8),
                                        Duration.ofHours(1)));
        link.onForeign(payload -> {});
        link.open();
        assertThat(link.awaitUp(SOON)).isTrue();
        return link;
    }
}
