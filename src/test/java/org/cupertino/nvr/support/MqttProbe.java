package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * An MQTT 5 client that keeps every message it gets, in order, for a test to look at. It connects
 * again by itself, and subscribes again, when the broker was away.
 */
public final class MqttProbe implements AutoCloseable {
    private static final long ANSWER_WITHIN_MS = 30_000;

    /** Reason code "no matching subscribers". */
    private static final int NOBODY = 0x10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<String> filters = ConcurrentHashMap.newKeySet();
    private final MqttAsyncClient client;

    /** One message as the broker handed it over, and when. */
    public record Received(
            String topic,
            String payload,
            int qos,
            boolean retained,
            MqttProperties properties,
            Instant at) {

        /** The payload as JSON; what is no JSON is an AssertionError that shows it. */
        public JsonNode json() {
            try {
                return JSON.readTree(payload);
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON on " + topic + ": " + payload, e);
            }
        }
    }

    public MqttProbe(String url) {
        this(url, options -> {});
    }

    /** Connects with what the caller sets in the options: credentials, a will, a session. */
    public MqttProbe(String url, Consumer<MqttConnectionOptions> change) {
        this(url, "probe-" + UUID.randomUUID(), change);
    }

    /** Connects under that client id; whoever has it is thrown out, and it does not come back. */
    public MqttProbe(String url, String clientId) {
        this(url, clientId, options -> options.setAutomaticReconnect(false));
    }

    private MqttProbe(String url, String clientId, Consumer<MqttConnectionOptions> change) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(1, 1);
        options.setConnectionTimeout(5);
        change.accept(options);
        try {
            client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
            client.setCallback(new Collector());
            try {
                completed(client.connect(options));
            } catch (MqttException | AssertionError e) {
                client.close(true);
                throw e;
            }
        } catch (MqttException e) {
            throw new AssertionError("No connection to " + url + ": " + e, e);
        }
    }

    /** Subscribes with QoS 1; returns when the broker has accepted it. */
    public MqttProbe subscribe(String... topicFilters) {
        for (String filter : topicFilters) {
            try {
                completed(client.subscribe(filter, 1));
            } catch (MqttException e) {
                throw new AssertionError("Not subscribed to " + filter + ": " + e, e);
            }
            filters.add(filter);
        }
        return this;
    }

    /** Publishes with QoS 1, not retained; returns when the broker has it. */
    public void publish(String topic, String payload) {
        publish(topic, payload, 1, false, new MqttProperties());
    }

    /** Publishes; returns when the broker has it, or, with QoS 0, when it is sent. */
    public void publish(
            String topic, String payload, int qos, boolean retained, MqttProperties properties) {
        MqttMessage message = new MqttMessage(payload.getBytes(UTF_8), qos, retained, properties);
        try {
            completed(client.publish(topic, message));
        } catch (MqttException e) {
            throw new AssertionError("Not published on " + topic + ": " + e, e);
        }
    }

    /**
     * Publishes with QoS 1; whether the broker had anybody to give it to, which a broker of MQTT 5
     * may say.
     */
    public boolean reaches(String topic, String payload) {
        try {
            IMqttToken token =
                    client.publish(topic, new MqttMessage(payload.getBytes(UTF_8), 1, false, null));
            completed(token);
            return Arrays.stream(token.getReasonCodes()).noneMatch(code -> code == NOBODY);
        } catch (MqttException e) {
            throw new AssertionError("Not published on " + topic + ": " + e, e);
        }
    }

    /** The first message so far, or to come in that time, that is as wanted. */
    public Received await(Predicate<Received> wanted, Duration atMost) {
        return Awaitility.await("a message")
                .atMost(atMost)
                .until(
                        () -> received.stream().filter(wanted).findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** What came so far on topics that match the filter, in order of arrival. */
    public List<Received> messages(String topicFilter) {
        return received.stream()
                .filter(message -> MqttTopicValidator.isMatched(topicFilter, message.topic()))
                .toList();
    }

    /** Forgets what came so far. */
    public void clear() {
        received.clear();
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    /** Cuts the connection without a word to the broker, which then publishes the will. */
    public void drop() throws MqttException {
        client.disconnectForcibly(0, 0, false);
        client.close(true);
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(2000);
            }
        } catch (MqttException e) {
            // The broker is away or frozen: there is nobody to say goodbye to.
        }
        try {
            drop();
        } catch (MqttException e) {
            // Closed already.
        }
    }

    private static void completed(IMqttToken token) throws MqttException {
        token.waitForCompletion(ANSWER_WITHIN_MS);
        for (int code : token.getReasonCodes() == null ? new int[0] : token.getReasonCodes()) {
            if (code >= 0x80) {
                throw new AssertionError("The broker refused: reason code " + code);
            }
        }
    }

    private final class Collector implements MqttListener {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(
                    new Received(
                            topic,
                            new String(message.getPayload(), UTF_8),
                            message.getQos(),
                            message.isRetained(),
                            message.getProperties(),
                            Instant.now()));
        }

        @Override
        public void connectComplete(boolean again, String url) {
            if (!again) {
                return;
            }
            for (String filter : filters) {
                try {
                    client.subscribe(filter, 1);
                } catch (MqttException e) {
                    throw new IllegalStateException("Not subscribed again to " + filter, e);
                }
            }
        }
    }
}
