package org.cupertino.nvr.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
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
    void message_behind_which_the_broker_cuts_the_connection_is_given_up() throws Exception {
        Mosquitto strict = new Mosquitto().config("message_size_limit 10000").start();
        MqttLink link =
                new MqttLink(
                        "test", new MqttSettings(strict.url(), null, null, null, null, null), null);
        Outbox outbox = new Outbox(link, 10);
        try (strict;
                MqttProbe probe = new MqttProbe(strict.url()).subscribe("out/#");
                DefaultCamelContext context = new DefaultCamelContext()) {
            link.open();
            outbox.add(kept(context, "out/large", "x".repeat(20_000)));
            outbox.add(kept(context, "out/small", "x"));
            while (probe.messages("out/small").isEmpty()) {
                publishNext(link, outbox);
            }
            assertThat(probe.messages("out/large")).isEmpty();
            assertThat(outbox.dropped()).isEqualTo(1);
            assertThat(link.largestPayload("out")).isLessThan(10_000);
        } finally {
            link.shutDown();
        }
    }

    private static Exchange kept(DefaultCamelContext context, String topic, String text) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(text.getBytes(UTF_8));
        exchange.getMessage().setHeader(RouteNames.KEEP, "true");
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic);
        return exchange;
    }

    /** As the route does. */
    private static void publishNext(MqttLink link, Outbox outbox) throws Exception {
        Exchange next = outbox.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
            String topic =
                    next.getMessage()
                            .getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, String.class);
            try {
                link.publish(
                        topic,
                        new MqttMessage((byte[]) next.getMessage().getBody(), 1, false, null));
            } catch (MqttException e) {
                next.setProperty(Exchange.EXCEPTION_CAUGHT, e);
                outbox.failed(next);
            }
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
