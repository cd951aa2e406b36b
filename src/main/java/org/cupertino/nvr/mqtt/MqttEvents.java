package org.cupertino.nvr.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes Paho's calls: losses go to the link, messages to the route that consumes. */
final class MqttEvents implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(MqttEvents.class);

    private final Consumer<String> lost;
    private final Map<String, BiConsumer<String, byte[]>> listeners = new ConcurrentHashMap<>();
    private volatile MqttCallback consumer;
    private volatile Consumer<byte[]> foreign;
    private volatile String watched;

    MqttEvents(Consumer<String> lost) {
        this.lost = lost;
    }

    void consumer(MqttCallback callback) {
        consumer = callback;
    }

    void listen(String topicFilter, BiConsumer<String, byte[]> listener) {
        listeners.put(topicFilter, listener);
    }

    void foreign(Consumer<byte[]> listener) {
        foreign = listener;
    }

    /** From now on that is the topic where others are listened to; false if nobody cares. */
    boolean watch(String topic) {
        watched = topic;
        return foreign != null;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        if (topic.equals(watched) && foreign != null && !message.isRetained()) {
            foreign.accept(message.getPayload());
        }
        listeners.forEach(
                (filter, listener) -> {
                    if (MqttTopicValidator.isMatched(filter, topic)) {
                        listener.accept(topic, message.getPayload());
                    }
                });
        MqttCallback to = consumer;
        if (to != null) {
            to.messageArrived(topic, message);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        lost.accept(
                response.getReasonString() != null
                        ? response.getReasonString()
                        : cause != null && cause.getMessage() != null
                                ? cause.getMessage()
                                : "the connection broke");
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.debug("MQTT: {}", exception.getMessage());
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The link subscribes by itself, in its own thread.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Publishing waits for its own token.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No extended authentication.
    }
}
