package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.cupertino.nvr.support.MqttListener;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes in or goes out while a route is replaced waits for the next one. */
class HoldTest {
    private final Inbox events = new Inbox(why -> {}, false);

    @Test
    void messages_wait_for_the_next_consumer_in_order() throws Exception {
        Consumer old = new Consumer();
        events.consumer(old);
        arrive("1");
        events.hold();
        arrive("2");
        events.consumer(null);
        arrive("3");
        Consumer next = new Consumer();
        events.consumer(next);
        arrive("4");
        assertThat(next.taken).isEmpty();
        events.release();
        arrive("5");
        assertThat(old.taken).containsExactly("1");
        assertThat(next.taken).containsExactly("2", "3", "4", "5");
    }

    @Test
    void messages_without_a_next_consumer_are_dropped() throws Exception {
        events.hold();
        arrive("1");
        events.release();
        Consumer late = new Consumer();
        events.consumer(late);
        assertThat(late.taken).isEmpty();
    }

    @Test
    @Timeout(30)
    void sender_of_more_than_a_thousand_messages_waits_and_none_is_lost() throws Exception {
        Consumer consumer = new Consumer();
        events.consumer(consumer);
        events.hold();
        Thread sender = new Thread(() -> arrive(1_500), "sender");
        sender.start();
        await().atMost(Duration.ofSeconds(4))
                .until(() -> sender.getState() == Thread.State.TIMED_WAITING);
        events.release();
        sender.join();
        assertThat(consumer.taken).hasSize(1_500).endsWith("1499");
    }

    @Test
    @Timeout(30)
    void messages_arrive_while_the_route_takes_its_time_over_what_was_held() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Consumer slow =
                new Consumer() {
                    @Override
                    public void messageArrived(String topic, MqttMessage message) {
                        begun.countDown();
                        awaitUninterruptibly(go);
                        super.messageArrived(topic, message);
                    }
                };
        events.consumer(slow);
        events.hold();
        arrive("1");
        Thread release = new Thread(events::release, "release");
        release.start();
        begun.await();
        arrive("2");
        go.countDown();
        release.join();
        assertThat(slow.taken).containsExactly("1", "2");
    }

    @Test
    void outbox_looks_empty_and_keeps_what_it_has() throws Exception {
        MqttLink link =
                new MqttLink(
                        "test",
                        new MqttSettings("tcp://127.0.0.1:1", null, null, null, null, null),
                        null);
        Outbox outbox = new Outbox(link, 10);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange message = new DefaultExchange(context);
            outbox.add(message);
            outbox.hold();
            assertThat(outbox).isEmpty();
            outbox.clear();
            outbox.release();
            assertThat(outbox.peek()).isSameAs(message);
            assertThat(outbox.size()).isEqualTo(1);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void arrive(int count) {
        try {
            for (int i = 0; i < count; i++) {
                arrive(Integer.toString(i));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void arrive(String payload) throws Exception {
        events.messageArrived("a", new MqttMessage(payload.getBytes(StandardCharsets.UTF_8)));
    }

    private static class Consumer implements MqttListener {
        final List<String> taken = new CopyOnWriteArrayList<>();

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            taken.add(new String(message.getPayload(), StandardCharsets.UTF_8));
        }
    }
}
