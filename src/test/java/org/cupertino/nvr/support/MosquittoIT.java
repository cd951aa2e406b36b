package org.cupertino.nvr.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(240)
class MosquittoIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Mosquitto broker = new Mosquitto();

    @Test
    void retained_message_reaches_a_later_subscriber_with_its_properties() {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic("nvr/replies/1");
        properties.setCorrelationData("c1".getBytes(StandardCharsets.UTF_8));
        try (MqttProbe first = new MqttProbe(broker.url());
                MqttProbe later = new MqttProbe(broker.url())) {
            first.publish("kept/1", "{\"a\":1}", 1, true, properties);

            later.subscribe("kept/+");

            MqttProbe.Received message = later.await(m -> m.topic().equals("kept/1"), SOON);
            assertThat(message.retained()).isTrue();
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.json().path("a").asInt()).isEqualTo(1);
            assertThat(message.properties().getResponseTopic()).isEqualTo("nvr/replies/1");
            assertThat(message.properties().getCorrelationData()).isEqualTo(bytes("c1"));
            assertThat(later.messages("other/#")).isEmpty();
        }
    }

    @Test
    void stopped_broker_comes_back_on_its_port_and_the_probe_with_it() {
        try (MqttProbe probe = new MqttProbe(broker.url()).subscribe("news/#")) {
            broker.stop();
            await().atMost(SOON).until(() -> !probe.isConnected());
            assertThatThrownBy(() -> new MqttProbe(broker.url()))
                    .isInstanceOf(AssertionError.class);

            broker.start();

            await().atMost(SOON).until(probe::isConnected);
            try (MqttProbe other = new MqttProbe(broker.url())) {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> {
                                    other.publish("news/1", "{}");
                                    assertThat(probe.messages("news/1")).isNotEmpty();
                                });
            }
        }
    }

    @Test
    void paused_broker_holds_messages_back_until_it_goes_on() {
        try (MqttProbe probe = new MqttProbe(broker.url()).subscribe("held")) {
            broker.pause();
            probe.publish("held", "{}", 0, false, new MqttProperties());
            await().during(Duration.ofSeconds(1))
                    .atMost(SOON)
                    .until(() -> probe.messages("held").isEmpty());

            broker.unpause();

            assertThat(probe.await(m -> m.topic().equals("held"), SOON).payload()).isEqualTo("{}");
        }
    }

    @Test
    void killed_broker_is_running_again_for_the_next_test() {
        broker.kill();
        broker.beforeEach(null);
        new MqttProbe(broker.url()).close();
    }

    @Test
    void users_and_access_list_are_enforced() {
        try (Mosquitto guarded =
                new Mosquitto()
                        .user("cam", "s3cret")
                        .accessList("user cam\ntopic read open/#")
                        .start()) {
            assertThatThrownBy(() -> new MqttProbe(guarded.url()))
                    .isInstanceOf(AssertionError.class);
            try (MqttProbe probe =
                    new MqttProbe(
                            guarded.url(),
                            options -> {
                                options.setUserName("cam");
                                options.setPassword(bytes("s3cret"));
                            })) {
                assertThatThrownBy(() -> probe.publish("open/1", "{}"))
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void dropped_client_leaves_its_will() throws Exception {
        try (MqttProbe watcher = new MqttProbe(broker.url()).subscribe("gone")) {
            MqttProbe dying =
                    new MqttProbe(
                            broker.url(),
                            options -> options.setWill("gone", new MqttMessage(bytes("bye"))));
            dying.drop();
            assertThat(watcher.await(m -> m.topic().equals("gone"), SOON).payload())
                    .isEqualTo("bye");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
