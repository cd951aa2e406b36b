package org.cupertino.nvr.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest packet that the broker takes: as it announced at the last connect, which Paho does
 * not look at, or as it showed by cutting the connection. Thread-safe.
 */
final class PacketLimit {
    private static final Logger LOG = LoggerFactory.getLogger(PacketLimit.class);

    /** Every broker takes so much, so a loss behind less says nothing about sizes. Bytes. */
    private static final int SURELY_TAKEN = 8_192;

    /** Of a PUBLISH packet besides topic, properties and payload, bytes. */
    private static final int FRAME = 16;

    private static final int MOST_NAMED = 1_000;

    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private volatile long announced = Long.MAX_VALUE;
    private volatile long shown = Long.MAX_VALUE;

    /**
     * @param bytes as in CONNACK; null if the broker has no limit, or does not say it
     */
    void announced(Long bytes) {
        announced = bytes == null ? Long.MAX_VALUE : bytes;
    }

    /** Bytes of the largest payload for a topic; very many where no limit is known. */
    long payload(String topic) {
        long limit = Math.min(announced, shown);
        return limit == Long.MAX_VALUE
                ? limit
                : limit - FRAME - topic.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * @throws MqttException with {@link MqttClientException#REASON_CODE_OUTGOING_PACKET_TOO_LARGE}
     *     if the broker does not take the message
     */
    void check(String topic, MqttMessage message) throws MqttException {
        long limit = Math.min(announced, shown);
        if (limit == Long.MAX_VALUE) {
            return;
        }
        MqttPublish packet = new MqttPublish(topic, message, message.getProperties());
        long size = packet.getHeader().length + (long) packet.getPayload().length;
        if (size > limit) {
            name(topic, "has " + size + " bytes, the broker takes " + limit);
            throw new MqttException(MqttClientException.REASON_CODE_OUTGOING_PACKET_TOO_LARGE);
        }
    }

    /** The broker cut the connection behind this message, again and again. */
    void cutOffBehind(Message message) {
        byte[] body = message.getBody(byte[].class);
        int size = body == null ? 0 : body.length;
        if (size > SURELY_TAKEN) {
            shown = Math.min(shown, Math.max(SURELY_TAKEN, size / 2));
        }
        name(
                message.getHeader(
                        PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "its route's", String.class),
                "has " + size + " bytes, and the broker cut the connection behind it twice");
    }

    private void name(String topic, String why) {
        if (named.size() < MOST_NAMED && named.add(topic)) {
            LOG.atWarn()
                    .addKeyValue("event", "mqtt_message_too_large")
                    .log(
                            "A message to {} {}: it is dropped, and so are others like it",
                            topic,
                            why);
        }
    }
}
