package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.cupertino.nvr.routes.RouteNames;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Outbox outbox = new Outbox(null, 3);

    @Test
    void full_outbox_drops_the_oldest_that_need_not_be_kept() {
        add("a", false);
        add("b", true);
        add("c", false);
        add("d", true);
        add("e", true);
        assertThat(waiting()).containsExactly("b", "d", "e");
        assertThat(outbox.dropped()).isEqualTo(2);
    }

    @Test
    void outbox_full_of_what_is_to_be_kept_stays_bounded() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            add(name, true);
        }
        assertThat(waiting()).containsExactly("c", "d", "e");
        assertThat(outbox.dropped()).isEqualTo(2);
    }

    @Test
    void message_that_must_be_kept_is_first_in_line_again_when_the_connection_failed() {
        add("b", false);
        outbox.failed(failed(message("a", true), new MqttException(32109)));
        assertThat(waiting()).containsExactly("a", "b");
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    void message_that_can_never_be_sent_does_not_block_the_others() {
        outbox.failed(failed(message("a", true), new IllegalArgumentException("no topic")));
        assertThat(waiting()).isEmpty();
        assertThat(outbox.dropped()).isEqualTo(1);
    }

    @Test
    void message_larger_than_the_broker_takes_does_not_block_the_others() {
        outbox.failed(failed(message("a", true), new MqttException(51002)));
        assertThat(waiting()).isEmpty();
        assertThat(outbox.dropped()).isEqualTo(1);
    }

    @Test
    void message_that_failed_is_not_given_out_again_at_once() throws Exception {
        outbox.failed(failed(message("a", true), new MqttException(32109)));
        // There is no link to ask, so whatever came before the pause would fail.
        assertThat(outbox.poll(1, TimeUnit.MILLISECONDS)).isNull();
        assertThat(waiting()).containsExactly("a");
    }

    @Test
    void detection_that_may_have_gone_out_is_not_sent_twice() {
        outbox.failed(failed(message("a", false), new MqttException(32109)));
        assertThat(waiting()).isEmpty();
        assertThat(outbox.dropped()).isEqualTo(1);
    }

    @Test
    void only_the_newest_status_of_a_topic_waits() {
        outbox.add(status("a1", "a"));
        outbox.add(status("b1", "b"));
        outbox.add(status("a2", "a"));
        assertThat(waiting()).containsExactly("b1", "a2");
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    void status_that_failed_gives_way_to_a_newer_one() {
        outbox.add(status("a2", "a"));
        outbox.failed(failed(status("a1", "a"), new MqttException(32109)));
        assertThat(waiting()).containsExactly("a2");
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    void message_behind_which_the_connection_is_lost_twice_does_not_block_the_others()
            throws Exception {
        Outbox small = new Outbox(unconnected(), 3);
        small.add(message("a", true));
        small.add(message("b", true));
        small.failed(failed(small.poll(), new MqttException(32109)));
        assertThat(small.waiting()).isEqualTo(2);
        small.failed(failed(small.poll(), new MqttException(32109)));
        assertThat(small.peek().getMessage().getBody()).isEqualTo("b");
        assertThat(small.dropped()).isEqualTo(1);
    }

    @Test
    void message_that_waits_for_a_broker_that_hangs_is_kept() throws Exception {
        outbox.add(message("a", true));
        for (int i = 0; i < 5; i++) {
            outbox.failed(failed(outbox.poll(), new MqttException(32000)));
        }
        assertThat(waiting()).containsExactly("a");
    }

    @Test
    void held_outbox_gives_nothing_out_and_counts_what_waits() throws Exception {
        add("a", true);
        outbox.hold();
        assertThat(outbox.poll(1, TimeUnit.MILLISECONDS)).isNull();
        assertThat(outbox.size()).isZero();
        assertThat(outbox.waiting()).isEqualTo(1);
        outbox.release();
        assertThat(waiting()).containsExactly("a");
    }

    private Exchange status(String name, String topic) {
        Exchange status = message(name, true);
        status.getMessage().setHeader(RouteNames.REPLACES, topic);
        return status;
    }

    private void add(String name, boolean keep) {
        outbox.add(message(name, keep));
    }

    private List<String> waiting() {
        return outbox.stream().map(e -> e.getMessage().getBody(String.class)).toList();
    }

    private Exchange message(String name, boolean keep) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(name);
        if (keep) {
            exchange.getMessage().setHeader(RouteNames.KEEP, "true");
        }
        return exchange;
    }

    private static MqttLink unconnected() throws MqttException {
        return new MqttLink(
                "test", new MqttSettings("tcp://127.0.0.1:1", null, null, null, null, null), null);
    }

    private static Exchange failed(Exchange exchange, Exception cause) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, cause);
        return exchange;
    }
}
