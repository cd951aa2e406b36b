package org.cupertino.nvr.mqtt;

import java.time.Duration;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What the broker publishes, retained and with QoS 1, when the connection dies without a goodbye
 * and is not made again within a few seconds.
 *
 * @param payload UTF-8 JSON
 * @param kept how long the broker keeps it then
 */
public record Will(String topic, byte[] payload, Duration kept) {
    /**
     * Longer than a connection takes to come back after a blip, with its pause before the first
     * try; who waits for a dead processor waits this much longer.
     */
    static final Duration DELAY = Duration.ofSeconds(5);

    /** A session that ends has its will published at once, so it lasts longer than the delay. */
    private static final Duration SESSION = DELAY.multipliedBy(2);

    void in(MqttConnectionOptions options) {
        MqttProperties properties = new MqttProperties();
        properties.setWillDelayInterval(DELAY.toSeconds());
        properties.setMessageExpiryInterval(kept.toSeconds());
        options.setWillMessageProperties(properties);
        options.setWill(topic, new MqttMessage(payload, 1, true, null));
        options.setSessionExpiryInterval(SESSION.toSeconds());
    }
}
