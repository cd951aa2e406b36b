package org.cupertino.nvr.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class MqttLinkIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private final MqttSettings settings =
            new MqttSettings(BROKER.url(), null, null, null, null, null);

    @Test
    void message_too_large_to_hold_does_not_reach_a_link_and_the_next_one_does() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        MqttLink link = new MqttLink("test", settings, null);
        link.listen("large", 1, (topic, payload) -> sizes.add(payload.length));
        link.open();
        try (MqttProbe probe = new MqttProbe(BROKER.url())) {
            assertThat(link.awaitUp(SOON)).isTrue();
            probe.publish("large", "x".repeat(50_000_000));
            probe.publish("large", "small");
            Awaitility.await().atMost(SOON).until(() -> !sizes.isEmpty());
            assertThat(sizes).containsExactly(5);
            assertThat(link.isReady()).isTrue();
        } finally {
            link.shutDown();
        }
    }

    @Test
    void will_that_changes_while_a_link_connects_is_the_new_one() throws Exception {
        AtomicReference<MqttLink> link = new AtomicReference<>();
        AtomicReference<String> topic = new AtomicReference<>("will/old");
        link.set(
                new MqttLink(
                        "test",
                        settings,
                        () -> {
                            Will will =
                                    new Will(
                                            topic.get(),
                                            "gone".getBytes(UTF_8),
                                            Duration.ofHours(1));
                            if (topic.compareAndSet("will/old", "will/new")) {
                                link.get().renew();
                            }
                            return will;
                        }));
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("will/#")) {
            link.get().open();
            assertThat(link.get().awaitUp(SOON)).isTrue();

            link.get().beginShutDown(false);
            link.get().awaitShutDown(SOON);

            probe.await(message -> message.payload().equals("gone"), SOON);
            assertThat(probe.messages("will/#"))
                    .extracting(MqttProbe.Received::topic)
                    .containsExactly("will/new");
        }
    }
}
