package org.cupertino.nvr.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Who steers processors: sends commands, and waits for their answers. */
final class CommandDesk implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final String COMMANDS = "nvr/control/commands";

    final MqttProbe probe;
    private static int requests;

    CommandDesk(Mosquitto broker) {
        probe = new MqttProbe(broker.url()).subscribe("nvr/#");
    }

    /** Sends a command, and gives the last answer to it. */
    JsonNode ask(String target, String command, String params) {
        return finalAck(send(target, command, params));
    }

    /** As {@link #ask}, and it must have been done. */
    JsonNode complete(String target, String command, String params) {
        JsonNode ack = ask(target, command, params);
        assertThat(ack.path("ack_status").asText()).as("%s", ack).isEqualTo("completed");
        return ack;
    }

    /** Sends a command with a request id, which it returns. */
    String send(String target, String command, String params) {
        String id = "request-" + ++requests + ".";
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic("nvr/replies/me");
        properties.setCorrelationData(id.getBytes(UTF_8));
        probe.publish(
                COMMANDS,
                "{\"command\":\"%s\",\"params\":%s,\"target_instances\":[\"%s\"],\"request_id\":\"%s\"}"
                        .formatted(command, params, target, id),
                1,
                false,
                properties);
        return id;
    }

    /** The last answer to a request, which came on both topics in the same words. */
    JsonNode finalAck(String requestId) {
        Received ack =
                probe.await(message -> isFinal(message, "nvr/control/acks/", requestId), SOON);
        Received reply =
                probe.await(message -> isFinal(message, "nvr/replies/me", requestId), SOON);
        assertThat(reply.payload()).isEqualTo(ack.payload());
        assertThat(reply.properties().getCorrelationData()).isEqualTo(requestId.getBytes(UTF_8));
        assertThat(ack.properties().getCorrelationData()).isNull();
        return ack.json();
    }

    private static boolean isFinal(Received message, String topic, String requestId) {
        return message.topic().startsWith(topic)
                && message.json().path("request_id").asText().equals(requestId)
                && !message.json().path("ack_status").asText().equals("received");
    }

    /** The position among all messages of the last answer to a request. */
    int position(String requestId) {
        List<Received> all = probe.messages("#");
        for (int i = 0; i < all.size(); i++) {
            if (isFinal(all.get(i), "nvr/control/acks/", requestId)) {
                return i;
            }
        }
        throw new AssertionError("No answer to " + requestId);
    }

    /** The first status of an instance, so far or to come, that is in that state. */
    JsonNode awaitStatus(String instance, String state) {
        return probe.await(
                        message ->
                                message.topic().equals("nvr/control/status/" + instance)
                                        && !message.payload().isEmpty()
                                        && message.json().path("status").asText().equals(state),
                        SOON)
                .json();
    }

    /** What a camera showed so far, in order. */
    List<JsonNode> detections(int source) {
        return probe.messages("nvr/detections/" + source).stream().map(Received::json).toList();
    }

    /** Returns when that many more frames of a camera have come. */
    void awaitFrames(int source, int more) {
        int before = detections(source).size();
        await("frames of camera " + source)
                .atMost(SOON)
                .until(() -> detections(source).size() >= before + more);
    }

    @Override
    public void close() {
        probe.close();
    }
}
