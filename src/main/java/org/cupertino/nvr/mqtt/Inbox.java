package org.cupertino.nvr.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

/**
 * Takes Paho's calls: losses go to the link, messages to the route that consumes. While that route
 * is replaced they wait here.
 *
 * <p>On a link with manual acknowledgement a message that the route did not acknowledge breaks the
 * connection, so that the broker delivers it again, and those after it in the same order.
 */
final class Inbox implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private static final int MOST_HELD = 1_000;

    /** Less than the keep-alive, which waits as well. */
    private static final Duration ROOM_WITHIN = Duration.ofSeconds(5);

    /** For routes that go on in a thread of their own; less than the keep-alive, likewise. */
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(2);

    private final Consumer<String> lost;
    private final boolean manualAcks;
    private final Map<String, BiConsumer<String, byte[]>> listeners = new ConcurrentHashMap<>();
    private volatile Consumer<byte[]> foreign;
    private volatile String watched;
    private final Deque<Held> waiting = new ArrayDeque<>();
    private MqttCallback consumer;
    private boolean held;
    private boolean busy;
    private boolean acknowledged;
    private boolean refusing;

    private record Held(String topic, MqttMessage message) {}

    /**
     * @param lost gets why the connection is of no use any more
     * @param manualAcks whether the consumer acknowledges what it took
     */
    Inbox(Consumer<String> lost, boolean manualAcks) {
        this.lost = lost;
        this.manualAcks = manualAcks;
    }

    /** A connection begins: the broker delivers again what was not acknowledged on the last. */
    synchronized void restart() {
        if (manualAcks) {
            waiting.clear();
            refusing = false;
        }
    }

    /** The consumer acknowledges the message that it was handed last. */
    synchronized void acknowledged() {
        acknowledged = true;
        notifyAll();
    }

    synchronized void consumer(MqttCallback callback) {
        consumer = callback;
    }

    /** Messages wait from now on; when it returns none is on its way to the consumer. */
    synchronized void hold() {
        held = true;
        try {
            while (busy) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Hands what waited, and what comes in meanwhile, to the consumer, in order; without one it is
     * dropped.
     */
    void release() {
        for (Held next = next(); next != null; next = next()) {
            try {
                hand(next.topic(), next.message());
            } catch (Exception e) {
                LOG.warn("A message on {} was not taken: {}", next.topic(), e.getMessage());
                if (manualAcks) {
                    refuse();
                    lost.accept("a message was not taken");
                }
            }
        }
    }

    /** Nothing more is taken on this connection, or it would overtake what was not taken. */
    private synchronized void refuse() {
        refusing = true;
        waiting.clear();
    }

    private synchronized Held next() {
        Held next = waiting.poll();
        held = next != null;
        busy = held;
        notifyAll();
        return next;
    }

    void listen(String topicFilter, BiConsumer<String, byte[]> listener) {
        listeners.merge(topicFilter, listener, BiConsumer::andThen);
    }

    void foreign(Consumer<byte[]> listener) {
        foreign = listener;
    }

    /** Whether foreign messages are to be noticed. */
    boolean isWatching() {
        return foreign != null;
    }

    /**
     * Sets the topic on which foreign messages are noticed.
     *
     * @return the one before, or null
     */
    String watch(String topic) {
        String before = watched;
        watched = topic;
        return before;
    }

    boolean hasListener(String topicFilter) {
        return listeners.containsKey(topicFilter);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        nameThread();
        if (topic.equals(watched) && foreign != null && !message.isRetained()) {
            foreign.accept(message.getPayload());
        }
        listeners.forEach(
                (filter, listener) -> {
                    if (MqttTopicValidator.isMatched(filter, topic)) {
                        listener.accept(topic, message.getPayload());
                    }
                });
        deliver(topic, message);
    }

    private void deliver(String topic, MqttMessage message) throws Exception {
        synchronized (this) {
            if (refusing) {
                throw new IOException("A message before it was not taken");
            }
            if (awaitRoom()) {
                if (waiting.size() < MOST_HELD) {
                    waiting.add(new Held(topic, message));
                } else {
                    LOG.warn("A message on {} is dropped, {} wait already", topic, MOST_HELD);
                }
                return;
            }
            busy = true;
        }
        try {
            hand(topic, message);
        } catch (Exception e) {
            if (manualAcks) {
                refuse();
            }
            throw e;
        }
    }

    /**
     * Waits for room among the messages that wait, so that none is dropped too early: the broker
     * keeps the rest meanwhile.
     *
     * @return whether messages are still held
     */
    private synchronized boolean awaitRoom() throws InterruptedException {
        long deadline = System.nanoTime() + ROOM_WITHIN.toNanos();
        while (held && waiting.size() >= MOST_HELD) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        return held;
    }

    /** Without the lock: a route may take its time, and call back. */
    private void hand(String topic, MqttMessage message) throws Exception {
        MqttCallback now;
        synchronized (this) {
            now = consumer;
            acknowledged = false;
        }
        try {
            if (now != null) {
                now.messageArrived(topic, message);
                awaitAcknowledgement(topic, message);
            }
        } finally {
            synchronized (this) {
                busy = false;
                notifyAll();
            }
        }
    }

    private synchronized void awaitAcknowledgement(String topic, MqttMessage message)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TAKEN_WITHIN.toNanos();
        while (manualAcks && message.getQos() > 0 && !acknowledged) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new IOException("A message on " + topic + " was not acknowledged");
            }
            wait(leftMs);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        nameThread();
        lost.accept(BrokerReasons.of(response));
    }

    /** Paho names its threads after the client id, which the log would show. */
    private static void nameThread() {
        Thread thread = Thread.currentThread();
        if (thread.getName().startsWith("MQTT ")) {
            thread.setName("mqtt-in");
        }
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
