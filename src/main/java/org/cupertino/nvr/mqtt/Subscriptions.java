package org.cupertino.nvr.mqtt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions that a link wants, topic filter and QoS, whether or not the broker is there,
 * and whether the broker granted them. Thread-safe.
 */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int REFUSED = 0x80;

    private final Map<String, Integer> wanted = new LinkedHashMap<>();
    private final Set<String> stale = new HashSet<>();
    private final MqttClient client;
    private volatile boolean refused;

    Subscriptions(MqttClient client) {
        this.client = client;
    }

    /**
     * @return false if the broker has it still, of a consumer that is gone, and messages come in on
     *     it
     */
    synchronized boolean add(String topicFilter, int qos) {
        Integer before = wanted.put(topicFilter, qos);
        return !(stale.remove(topicFilter) && Objects.equals(before, qos));
    }

    private synchronized Map<String, Integer> missing(Set<String> granted) {
        Map<String, Integer> missing = new LinkedHashMap<>(wanted);
        missing.keySet().removeAll(granted);
        return missing;
    }

    /** They end with {@link #endStale} unless they are added again. */
    synchronized void markStale(Predicate<String> but) {
        stale.addAll(wanted.keySet());
        stale.removeIf(but);
    }

    /** Forgets the stale ones that were not added again, and returns them. */
    synchronized List<String> endStale() {
        List<String> ended = List.copyOf(stale);
        stale.clear();
        wanted.keySet().removeAll(ended);
        return ended;
    }

    /** Whether the broker refused a subscription of this connection. */
    boolean isRefused() {
        return refused;
    }

    /** A new connection begins, without any subscription. */
    void reset() {
        refused = false;
    }

    /** Makes those that are not among the given ones, which then has them all. */
    void grantMissing(Set<String> granted) throws MqttException {
        Map<String, Integer> missing = missing(granted);
        while (!missing.isEmpty()) {
            for (Map.Entry<String, Integer> subscription : missing.entrySet()) {
                grant(subscription.getKey(), subscription.getValue(), false);
            }
            granted.addAll(missing.keySet());
            missing = missing(granted);
        }
    }

    /**
     * Subscribes on the connection there is.
     *
     * @param others leave out what this connection publishes itself. If not, retained messages are
     *     marked as such even when they are new
     */
    IMqttToken grant(String topicFilter, int qos, boolean others) throws MqttException {
        MqttSubscription subscription = new MqttSubscription(topicFilter, qos);
        subscription.setNoLocal(others);
        subscription.setRetainAsPublished(!others);
        IMqttToken token = client.subscribe(new MqttSubscription[] {subscription});
        if (isRefusal(token)) {
            refused = true;
            LOG.atError()
                    .addKeyValue("event", "mqtt_subscription_refused")
                    .log(
                            "The broker refuses the subscription to {} (reason code {}): nothing"
                                    + " arrives on it until the broker's access list allows it",
                            topicFilter,
                            token.getReasonCodes()[0]);
        }
        return token;
    }

    /** Whether the reason code of an acknowledgement is a refusal. */
    static boolean isRefusal(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes != null && codes.length > 0 && codes[0] >= REFUSED;
    }
}
