package org.cupertino.nvr.mqtt;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.cupertino.nvr.routes.RouteNames;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * The bean {@code envelope} of the routes: keeps what MQTT says around a command as exchange
 * properties and takes all headers off, so that none of them steers a later publish. Thread-safe.
 *
 * <p>Properties: {@code addressee} (the instance id that the topic names, or none), {@code
 * retained}, and where an answer is wanted under the reply prefix, {@code replyTopic} and {@code
 * replyProperties}.
 */
public final class Envelope {
    private static final int LONGEST_REPLY_TOPIC = 256;

    private final String commandTopic;
    private final String replyPrefix;

    /**
     * @param commandTopic the broadcast topic; what follows it and a slash is an instance id
     * @param replyPrefix answers are sent only to topics that start with it
     */
    public Envelope(String commandTopic, String replyPrefix) {
        this.commandTopic = commandTopic;
        this.replyPrefix = replyPrefix;
    }

    /** Opens the message that a route got from the broker. */
    public void open(Exchange exchange) {
        PahoMqtt5Message message = exchange.getMessage(PahoMqtt5Message.class);
        String topic = message.getHeader("CamelMqttTopic", String.class);
        if (topic.startsWith(commandTopic + "/")) {
            exchange.setProperty(RouteNames.ADDRESSEE, topic.substring(commandTopic.length() + 1));
        }
        exchange.setProperty(RouteNames.RETAINED, message.getMqttMessage().isRetained());
        MqttProperties sent = message.getMqttMessage().getProperties();
        if (sent != null && isReplyTopic(sent.getResponseTopic())) {
            MqttProperties reply = new MqttProperties();
            reply.setCorrelationData(sent.getCorrelationData());
            exchange.setProperty(RouteNames.REPLY_TOPIC, sent.getResponseTopic());
            exchange.setProperty(RouteNames.REPLY_PROPERTIES, reply);
        }
        message.removeHeaders("*");
    }

    /**
     * The MQTT properties of a message that the broker forgets after a time.
     *
     * @param seconds 1 or more
     */
    public MqttProperties keptFor(long seconds) {
        MqttProperties kept = new MqttProperties();
        kept.setMessageExpiryInterval(seconds);
        return kept;
    }

    /** The MQTT properties of a message with such properties of the user. */
    public MqttProperties userProperties(Map<String, String> all) {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(
                all.entrySet().stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList());
        return properties;
    }

    private boolean isReplyTopic(String topic) {
        return topic != null
                && topic.length() <= LONGEST_REPLY_TOPIC
                && topic.startsWith(replyPrefix)
                && topic.codePoints().allMatch(Envelope::mayBeInTopic);
    }

    /** What MQTT forbids or Paho refuses would come back on every try to publish. */
    private static boolean mayBeInTopic(int c) {
        boolean noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        return c != '+'
                && c != '#'
                && !noncharacter
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.SURROGATE;
    }
}
