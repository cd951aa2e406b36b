package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.support.MqttListener;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a link with manual acknowledgement nothing overtakes a message that was not taken. */
@Timeout(30)
class AcknowledgeTest {
    private final List<String> losses = new ArrayList<>();
    private final Inbox inbox = new Inbox(losses::add, true);
    private final Route route = new Route();

    AcknowledgeTest() {
        inbox.consumer(route);
    }

    @Test
    void message_that_was_not_acknowledged_breaks_the_connection() throws Exception {
        arrive("1");
        route.works = false;
        assertThatThrownBy(() -> arrive("2")).hasMessageContaining("not acknowledged");
        route.works = true;
        assertThatThrownBy(() -> arrive("3")).hasMessageContaining("before it was not taken");

        inbox.restart();
        arrive("2");
        arrive("3");
        assertThat(route.acknowledged).containsExactly("1", "2", "3");
    }

    @Test
    void held_message_is_acknowledged_when_the_next_route_has_taken_it() throws Exception {
        inbox.hold();
        arrive("1");
        arrive("2");
        assertThat(route.acknowledged).isEmpty();
        inbox.release();
        assertThat(route.acknowledged).containsExactly("1", "2");
        assertThat(losses).isEmpty();
    }

    @Test
    void held_message_that_is_not_taken_breaks_the_connection_and_those_behind_it_wait()
            throws Exception {
        inbox.hold();
        arrive("1");
        arrive("2");
        route.works = false;
        inbox.release();
        assertThat(losses).containsExactly("a message was not taken");
        assertThat(route.handed).containsExactly("1");
    }

    @Test
    void held_messages_are_not_taken_twice_when_the_broker_delivers_them_again() throws Exception {
        inbox.hold();
        arrive("1");
        inbox.restart();
        arrive("1");
        inbox.release();
        assertThat(route.handed).containsExactly("1");
    }

    private void arrive(String payload) throws Exception {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        inbox.messageArrived("a", message);
    }

    private final class Route implements MqttListener {
        final List<String> handed = new ArrayList<>();
        final List<String> acknowledged = new ArrayList<>();
        boolean works = true;

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            String text = new String(message.getPayload(), StandardCharsets.UTF_8);
            handed.add(text);
            if (works) {
                acknowledged.add(text);
                inbox.acknowledged();
            }
        }
    }
}
