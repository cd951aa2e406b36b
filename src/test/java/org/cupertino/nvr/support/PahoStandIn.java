package org.cupertino.nvr.support;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * Takes the place of the component {@code paho-mqtt5}, so that routes run as they are shipped but
 * without a broker: a test hands messages in as Paho's thread would, and sees what is published.
 */
public final class PahoStandIn extends DefaultComponent {
    private final List<Published> published = new CopyOnWriteArrayList<>();
    private final Map<String, Processor> routes = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** What a route handed to the broker. */
    public record Published(String topic, String payload, String qos, MqttProperties properties) {}

    /** Makes every publish fail from now on, or succeed again. */
    public void away(boolean broker) {
        away = broker;
    }

    /** What was published so far, in order. */
    public List<Published> published() {
        return published;
    }

    /** Hands a message to the route that subscribes to it; returns when the route is done. */
    public void receive(String topic, byte[] payload, boolean retained, MqttProperties properties)
            throws Exception {
        MqttMessage message = new MqttMessage(payload, 1, retained, properties);
        PahoMqtt5Message in = new PahoMqtt5Message(getCamelContext(), message);
        in.setBody(payload);
        in.setHeader("CamelMqttTopic", topic);
        in.setHeader("CamelMqttQoS", 1);
        in.setHeader("CamelPahoMqtt5MsgProperties", properties);
        Exchange exchange = getCamelContext().getEndpoint("direct:in").createExchange();
        exchange.setIn(in);
        routeOf(topic).process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private Processor routeOf(String topic) {
        return routes.size() == 1
                ? routes.values().iterator().next()
                : routes.entrySet().stream()
                        .filter(route -> MqttTopicValidator.isMatched(route.getKey(), topic))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new StandIn(uri, remaining);
    }

    private final class StandIn extends DefaultEndpoint {
        private final String topic;

        StandIn(String uri, String topic) {
            super(uri, PahoStandIn.this);
            this.topic = topic;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            routes.put(topic, processor);
            return new DefaultConsumer(this, processor);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws IOException {
                    if (away) {
                        throw new IOException("The broker is away");
                    }
                    published.add(
                            new Published(
                                    exchange.getMessage()
                                            .getHeader(
                                                    "CamelPahoMqtt5OverrideTopic",
                                                    topic,
                                                    String.class),
                                    exchange.getMessage().getBody(String.class),
                                    header(exchange, "CamelPahoMqtt5Qos"),
                                    exchange.getMessage()
                                            .getHeader(
                                                    "CamelPahoMqtt5MsgProperties",
                                                    MqttProperties.class)));
                }
            };
        }

        private String header(Exchange exchange, String name) {
            return exchange.getMessage().getHeader(name, String.class);
        }
    }
}
