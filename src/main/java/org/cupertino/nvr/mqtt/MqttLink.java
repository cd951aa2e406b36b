package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.cupertino.nvr.routes.Subscriber;
import org.cupertino.nvr.timing.BackOff;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One connection to the broker, kept up by a thread of its own: the first connect may fail as any
 * later one may, with jittered back-off between tries, for ever. Routes use it as {@code
 * paho-mqtt5:topic?client=#name}.
 *
 * <p>A subscription made while the broker is away is remembered and made on every connect; so a
 * route that consumes starts without a broker. Of two on one link the later gets all. Thread-safe.
 */
public final class MqttLink extends MqttClient implements Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);
    private static final long CALL_TIMEOUT_MS = 5_000;
    private static final int REFUSED = 0x80;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

    private final String role;
    private final MqttSettings settings;
    private final Supplier<Will> will;
    private final Duration remembered;
    private final Inbox events = new Inbox(this::lost);
    private final List<Runnable> connectedListeners = new CopyOnWriteArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private final LinkState state = new LinkState();
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private final LongAdder published = new LongAdder();
    private final LongAdder publishNanos = new LongAdder();
    private volatile Thread keeper;
    private volatile boolean refused;
    private volatile String problem;

    /**
     * @param role what the connection is for, in the log and as thread name
     * @param will asked for at each connect, or null for none
     */
    public MqttLink(String role, MqttSettings settings, Supplier<Will> will) throws MqttException {
        this(role, settings, will, "nvr-" + UUID.randomUUID(), Duration.ZERO);
    }

    /**
     * A link for which the broker keeps messages of QoS 1 and 2 while it is away. One process at a
     * time can have it: the broker cuts the one before off.
     *
     * @param clientId by which the broker knows it again
     * @param remembered how long it is to be away at most
     */
    public static MqttLink lasting(
            String role, MqttSettings settings, String clientId, Duration remembered)
            throws MqttException {
        return new MqttLink(role, settings, null, clientId, remembered);
    }

    private MqttLink(
            String role,
            MqttSettings settings,
            Supplier<Will> will,
            String clientId,
            Duration remembered)
            throws MqttException {
        super(settings.url(), clientId, new MemoryPersistence());
        this.role = role;
        this.settings = settings;
        this.will = will;
        this.remembered = remembered;
        setTimeToWait(CALL_TIMEOUT_MS);
        super.setCallback(events);
    }

    /** Starts connecting in the background. */
    public void open() {
        keeper = new Thread(this::keepUp, "mqtt-" + role);
        keeper.setDaemon(true);
        keeper.start();
    }

    /** Runs after each connect, when subscriptions are made, on the link's own thread. */
    public void onConnected(Runnable listener) {
        connectedListeners.add(listener);
    }

    /** Connected, and every subscription granted. */
    public boolean isReady() {
        return state.isUp() && !refused;
    }

    /** Connected, and every subscription granted, for at least so long without a break. */
    public boolean isReadyFor(Duration time) {
        return state.isUpFor(time) && !refused;
    }

    /**
     * Why the last try to connect failed, for a person; empty if none did since the last success.
     */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Messages that went out so far. */
    public long published() {
        return published.sum();
    }

    /** How long publishing them took all together, until the broker had those of QoS 1 and 2. */
    public Duration publishTime() {
        return Duration.ofNanos(publishNanos.sum());
    }

    /** True as soon as the link is up, false if that takes longer than the given time. */
    public boolean awaitUp(Duration atMost) throws InterruptedException {
        return state.awaitUp(atMost);
    }

    /** Says goodbye and connects anew, with what the will now is; also while it connects. */
    public void renew() {
        state.renew();
        lost("renewed on purpose");
    }

    /** Says goodbye and gives up; at most two seconds. */
    public void shutDown() {
        beginShutDown(true);
        awaitShutDown(Duration.ofSeconds(2));
    }

    /**
     * Begins to give up, without waiting; {@link #awaitShutDown} is to follow.
     *
     * @param goodbye whether to say so to the broker, or else it publishes the will
     */
    public void beginShutDown(boolean goodbye) {
        boolean wasUp = state.close(goodbye);
        Thread running = keeper;
        if (running != null && !wasUp) {
            // Stops connecting. The goodbye of a link that is up must not be interrupted, or the
            // broker publishes the will.
            running.interrupt();
        }
    }

    /** Returns when the connection is closed, by force where it takes longer than that. */
    public void awaitShutDown(Duration atMost) {
        Thread running = keeper;
        if (running != null) {
            try {
                running.join(Math.max(1, atMost.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (running == null || running.isAlive()) {
            end();
        }
    }

    /** Gets all messages of a topic filter, on the client's own thread, which must not wait. */
    public void listen(String topicFilter, int qos, BiConsumer<String, byte[]> listener)
            throws MqttException {
        events.listen(topicFilter, listener);
        subscribe(topicFilter, qos);
    }

    /**
     * Gets what other clients publish, from now on, to the topic of this link's will, whatever that
     * is at the time; on the client's own thread, which must not wait. What was retained there
     * before is left out. To be called before {@link #open}.
     *
     * <p>It rests on the MQTT 5 subscription option No Local, which every broker has to honour.
     */
    public void onForeign(Consumer<byte[]> listener) {
        events.foreign(listener);
    }

    /**
     * Keeps messages for the consumer back, at most a thousand, while its route is replaced. The
     * subscription stays. When it returns none is on its way.
     */
    @Override
    public void hold() {
        events.hold();
    }

    @Override
    public void forget(org.apache.camel.Consumer consumer) {
        if (consumer instanceof PahoMqtt5Consumer paho && paho.getClient() == this) {
            events.consumer(null);
            subscriptions.markStale(events::hasListener);
        }
    }

    /** Hands what was kept back to the consumer there is now, on the caller's thread. */
    @Override
    public void release() {
        List<String> ended = subscriptions.endStale();
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
        boolean unknown = subscriptions.add(topicFilter, qos);
        return unknown && state.isUp() ? grant(topicFilter, qos, false) : null;
    }

    @Override
    public void publish(String topic, MqttMessage message) throws MqttException {
        offer(topic, message);
    }

    /** As {@link #publish}, but tells whether the broker took it: it may refuse by access list. */
    public boolean offer(String topic, MqttMessage message) throws MqttException {
        long start = System.nanoTime();
        IMqttToken token = aClient.publish(topic, message, null, null);
        token.waitForCompletion(getTimeToWait());
        publishNanos.add(System.nanoTime() - start);
        published.increment();
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
            LOG.warn("The broker refused a message to {} (reason code {})", topic, codes[0]);
            return false;
        }
        return true;
    }

    private void keepUp() {
        try {
            while (!state.isClosed()) {
                boolean lasted = connectOnce() && state.awaitLoss();
                hangUp();
                if (lasted) {
                    backOff.reset();
                } else {
                    state.pause(backOff.next());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The {} connection is given up", role);
        } finally {
            end();
        }
    }

    private void end() {
        if (isConnected()) {
            hangUp();
        }
        try {
            close(true);
        } catch (MqttException e) {
            LOG.debug("Closing the {} connection: {}", role, e.getMessage());
        }
    }

    private boolean connectOnce() {
        try {
            MqttConnectionOptions options = settings.connectionOptions();
            options.setCleanStart(remembered.isZero());
            options.setSessionExpiryInterval(remembered.toSeconds());
            long renewal = state.renewals();
            Will last = will == null ? null : will.get();
            if (last != null) {
                options.setWill(last.topic(), new MqttMessage(last.payload(), 1, true, null));
            }
            connect(options);
            refused = false;
            if (last != null && events.watch(last.topic())) {
                grant(last.topic(), 1, true);
            }
            problem = null;
            if (grantAll(renewal)) {
                LOG.atInfo()
                        .addKeyValue("event", "mqtt_connected")
                        .log("Connected to {} for {}", settings.url(), role);
                connectedListeners.forEach(Runnable::run);
            }
            return true;
        } catch (MqttException | RuntimeException e) {
            problem = reason(e);
            LOG.atLevel(backOff.limit().equals(FIRST_BACK_OFF) ? Level.WARN : Level.DEBUG)
                    .addKeyValue("event", "mqtt_unreachable")
                    .log(
                            "Cannot connect to {} for {}, trying again until it works: {}",
                            settings.url(),
                            role,
                            problem);
            return false;
        }
    }

    /**
     * Nothing is published before all subscriptions are made, so no answer is missed.
     *
     * @param renewal that the will of this connection is of
     * @return false if the will has changed since: then the link is not up, and connects anew
     */
    private boolean grantAll(long renewal) throws MqttException {
        Set<String> granted = new HashSet<>();
        grantMissing(granted);
        if (!isConnected()) {
            throw new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST);
        }
        boolean up = state.markUp(renewal);
        // Whoever subscribed in between saw the link down and left it to this thread.
        grantMissing(granted);
        return up;
    }

    private void grantMissing(Set<String> granted) throws MqttException {
        Map<String, Integer> missing = subscriptions.missing(granted);
        while (!missing.isEmpty()) {
            for (Map.Entry<String, Integer> subscription : missing.entrySet()) {
                grant(subscription.getKey(), subscription.getValue(), false);
            }
            granted.addAll(missing.keySet());
            missing = subscriptions.missing(granted);
        }
    }

    /**
     * @param others leave out what this connection publishes itself. If not, retained messages are
     *     marked as such even when they are new
     */
    private IMqttToken grant(String topicFilter, int qos, boolean others) throws MqttException {
        MqttSubscription subscription = new MqttSubscription(topicFilter, qos);
        subscription.setNoLocal(others);
        subscription.setRetainAsPublished(!others);
        IMqttToken token = super.subscribe(new MqttSubscription[] {subscription});
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
        if (state.markDown()) {
            LOG.atInfo()
                    .addKeyValue("event", "mqtt_disconnected")
                    .log("Lost {} for {}: {}", settings.url(), role, why);
        }
    }

    /** Leaves the client ready for another connect, whatever state it is in. */
    private void hangUp() {
        state.markDown();
        boolean goodbye = !state.isSilent();
        try {
            disconnectForcibly(0, goodbye ? 500 : 0, goodbye);
        } catch (MqttException e) {
            LOG.trace("Hanging up {}: {}", role, e.getMessage());
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
