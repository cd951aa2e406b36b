package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what comes from a broker; a message that cannot be read is a problem, and no more. */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    /** Bytes. What the shipped broker takes is less. */
    static final int LARGEST = 1 << 20;

    /** Bytes; an ack is a few words and one sentence. */
    static final int LARGEST_ACK = 16 << 10;

    private final MqttLink link;
    private final MessageProblems problems = new MessageProblems();

    Incoming(MqttLink link) {
        this.link = link;
    }

    /** What is wrong with messages that came lately, one sentence for each topic. */
    List<String> problems() {
        return problems.all();
    }

    /** As {@link Fleet#follow}, for messages of so many bytes at most. */
    void follow(
            String filter,
            int mostBytes,
            BiConsumer<String, JsonNode> taker,
            Consumer<String> cleared)
            throws MqttException {
        int start = filter.length() - Topics.ANY.length();
        link.listen(
                filter,
                1,
                (topic, payload) -> {
                    String instance = topic.substring(start);
                    if (payload.length == 0) {
                        problems.over(topic);
                        cleared.accept(instance);
                    } else {
                        take(topic, payload, mostBytes, message -> taker.accept(instance, message));
                    }
                });
    }

    private void take(String topic, byte[] payload, int mostBytes, Consumer<JsonNode> taker) {
        try {
            JsonNode message = Messages.read(payload, mostBytes);
            taker.accept(message);
            String version = Messages.schemaVersion(message);
            if (version.equals("1")) {
                problems.over(topic);
            } else {
                problems.add(
                        topic,
                        "has schema_version %s; this program is of version 1 and may misunderstand it"
                                .formatted(version));
            }
        } catch (MalformedMessageException e) {
            problems.add(topic, "is ignored, it " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("Taking the message at {}", topic, e);
            problems.add(topic, "is ignored, it makes no sense");
        }
    }
}
