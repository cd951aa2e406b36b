package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.cupertino.nvr.retry.BackOff;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One connection to the broker, kept up by a thread of its own: the first connect may fail as any
 * later one may, with jittered back-off between tries, for ever. Routes use it as {@code
 * paho-mqtt5:topic?client=#name}.
 *
 * <p>A subscription made while the broker is away is remembered and made on every connect; so a
 * route that consumes starts without a broker. All methods are thread-safe. Of two routes that
 * consume from one link the later gets all messages: one link, one consumer.
 */
public final class MqttLink extends MqttClient {
    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);
    private static final long CALL_TIMEOUT_MS = 5_000;
    private static final int REFUSED = 0x80;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

    private final String role;
    private final MqttSettings settings;
    private final Supplier<Will> will;
    private final MqttEvents events = new MqttEvents(this::lost);
    private final List<Runnable> connectedListeners = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();
    private final Set<String> stale = new HashSet<>();
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private final Object monitor = new Object();
    private Thread keeper;
    private boolean up;
    private boolean closed;
    private volatile boolean refused;

    /**
     * @param role what the connection is for, in the log and as thread name
     * @param will asked for at each connect, or null for none
     */
    public MqttLink(String role, MqttSettings settings, Supplier<Will> will) throws MqttException {
        super(settings.url(), "nvr-" + UUID.randomUUID(), new MemoryPersistence());
        this.role = role;
        this.settings = settings;
        this.will = will;
        setTimeToWait(CALL_TIMEOUT_MS);
        super.setCallback(events);
    }

    /** Starts connecting in the background. */
    public void open() {
        synchronized (monitor) {
            keeper = new Thread(this::keepUp, "mqtt-" + role);
            keeper.setDaemon(true);
            keeper.start();
        }
    }

    /** Runs after each connect, when subscriptions are made, on the link's own thread. */
    public void onConnected(Runnable listener) {
        connectedListeners.add(listener);
    }

    /** Connected, and every subscription granted. */
    public boolean isReady() {
        synchronized (monitor) {
            return up && !refused;
        }
    }

    /** True as soon as the link is up, false if that takes longer than the given time. */
    public boolean awaitUp(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (monitor) {
            while (!up && !closed) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return false;
                }
                monitor.wait(leftMs);
            }
            return up;
        }
    }

    /** Says goodbye and connects anew, with what the will now is. */
    public void renew() {
        lost("renewed on purpose");
    }

    /** Says goodbye and gives up; at most two seconds. */
    public void shutDown() {
        Thread running;
        synchronized (monitor) {
            closed = true;
            running = keeper;
            monitor.notifyAll();
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        hangUp();
        try {
            close(true);
        } catch (MqttException e) {
            LOG.debug("Closing the {} connection: {}", role, e.getMessage());
        }
    }

    /** Gets all messages of a topic filter, on the client's own thread, which must not wait. */
    public void listen(String topicFilter, int qos, BiConsumer<String, byte[]> listener)
            throws MqttException {
        events.listen(topicFilter, listener);
        subscribe(topicFilter, qos);
    }

    /**
     * Keeps messages for the consumer back, at most a thousand, while its route is replaced. The
     * subscription stays. When it returns none is on its way.
     */
    public void hold() {
        events.hold();
    }

    /** The consumer is gone; what it subscribed to ends with {@link #release} unless renewed. */
    public void forgetConsumer() {
        events.consumer(null);
        synchronized (monitor) {
            stale.addAll(subscriptions.keySet());
            stale.removeIf(events::hasListener);
        }
    }

    /** Hands what was kept back to the consumer there is now, on the caller's thread. */
    public void release() {
        List<String> ended;
        synchronized (monitor) {
            ended = List.copyOf(stale);
            stale.clear();
            subscriptions.keySet().removeAll(ended);
        }
        events.release();
        for (String topicFilter : ended) {
            try {
                if (isConnected()) {
                    unsubscribe(topicFilter);
                }
            } catch (MqttException e) {
                LOG.debug("Ending the subscription to {}: {}", topicFilter, e.getMessage());
            }
        }
    }

    @Override
    public void setCallback(MqttCallback callback) {
        events.consumer(callback);
    }

    @Override
    public IMqttToken subscribe(String topicFilter, int qos) throws MqttException {
        boolean now;
        synchronized (monitor) {
            Integer before = subscriptions.put(topicFilter, qos);
            boolean kept = stale.remove(topicFilter) && Objects.equals(before, qos);
            // One that was kept the broker has still, and messages come in on it.
            now = up && !kept;
        }
        return now ? grant(topicFilter, qos) : null;
    }

    @Override
    public void publish(String topic, MqttMessage message) throws MqttException {
        IMqttToken token = aClient.publish(topic, message, null, null);
        token.waitForCompletion(getTimeToWait());
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
            LOG.warn("The broker refused a message to {} (reason code {})", topic, codes[0]);
        }
    }

    private void keepUp() {
        try {
            while (!isClosed()) {
                if (connectOnce()) {
                    awaitLoss();
                    hangUp();
                } else {
                    hangUp();
                    pause(backOff.next());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The {} connection is given up", role);
        }
    }

    private boolean connectOnce() {
        try {
            MqttConnectionOptions options = settings.connectionOptions();
            Will last = will == null ? null : will.get();
            if (last != null) {
                options.setWill(last.topic(), new MqttMessage(last.payload(), 1, true, null));
            }
            connect(options);
            Map<String, Integer> wanted;
            synchronized (monitor) {
                up = true;
                wanted = new LinkedHashMap<>(subscriptions);
                monitor.notifyAll();
            }
            refused = false;
            for (Map.Entry<String, Integer> subscription : wanted.entrySet()) {
                grant(subscription.getKey(), subscription.getValue());
            }
            backOff.reset();
            LOG.atInfo()
                    .addKeyValue("event", "mqtt_connected")
                    .log("Connected to {} for {}", settings.url(), role);
            connectedListeners.forEach(Runnable::run);
            return true;
        } catch (MqttException | RuntimeException e) {
            LOG.atLevel(backOff.limit().equals(FIRST_BACK_OFF) ? Level.WARN : Level.DEBUG)
                    .addKeyValue("event", "mqtt_unreachable")
                    .log(
                            "Cannot connect to {} for {}, trying again until it works: {}",
                            settings.url(),
                            role,
                            reason(e));
            return false;
        }
    }

    private IMqttToken grant(String topicFilter, int qos) throws MqttException {
        IMqttToken token = super.subscribe(topicFilter, qos);
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
            refused = true;
            LOG.atError()
                    .addKeyValue("event", "mqtt_subscription_refused")
                    .log(
                            "The broker refuses the subscription to {} (reason code {}): nothing"
                                    + " arrives on it until the broker's access list allows it",
                            topicFilter,
                            codes[0]);
        }
        return token;
    }

    private void lost(String why) {
        boolean was;
        synchronized (monitor) {
            was = up;
            up = false;
            monitor.notifyAll();
        }
        if (was) {
            LOG.atInfo()
                    .addKeyValue("event", "mqtt_disconnected")
                    .log("Lost {} for {}: {}", settings.url(), role, why);
        }
    }

    private void awaitLoss() throws InterruptedException {
        synchronized (monitor) {
            while (up && !closed) {
                monitor.wait();
            }
        }
    }

    private void pause(Duration delay) throws InterruptedException {
        synchronized (monitor) {
            if (!closed) {
                monitor.wait(Math.max(1, delay.toMillis()));
            }
        }
    }

    private boolean isClosed() {
        synchronized (monitor) {
            return closed;
        }
    }

    /** Leaves the client ready for another connect, whatever state it is in. */
    private void hangUp() {
        synchronized (monitor) {
            up = false;
        }
        try {
            disconnectForcibly(0, 500, true);
        } catch (MqttException e) {
            LOG.trace("Hanging up {}: {}", role, e.getMessage());
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
