package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.cupertino.nvr.routes.Subscriber;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private final LinkKeeper keeper;
    private final Inbox events;
    private final Subscriptions subscriptions;
    private final boolean manualAcks;
    private final LongAdder published = new LongAdder();
    private final LongAdder publishNanos = new LongAdder();

    /**
     * @param role what the connection is for, in the log and as thread name
     * @param will asked for at each connect, or null for none
     */
    public MqttLink(String role, MqttSettings settings, Supplier<Will> will) throws MqttException {
        this(role, settings, will, "nvr-" + UUID.randomUUID(), Duration.ZERO);
    }

    /**
     * A link for which the broker keeps messages of QoS 1 and 2 while it is away. One process at a
     * time can have it: the broker cuts the one before off. A message is acknowledged to the broker
     * when the route that consumes it is done without an exception; otherwise the link connects
     * anew, and gets it again. That needs {@link ManualAcks}.
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
        aClient = SteadyPings.client(settings.url(), clientId);
        keeper = new LinkKeeper(role, this, settings, will, remembered);
        events = keeper.events();
        subscriptions = keeper.subscriptions();
        manualAcks = !remembered.isZero();
        setManualAcks(manualAcks);
        setTimeToWait(CALL_TIMEOUT_MS);
        super.setCallback(events);
    }

    /** Starts connecting in the background. */
    public void open() {
        keeper.open();
    }

    /** Runs after each connect, when subscriptions are made, on the link's own thread. */
    public void onConnected(Runnable listener) {
        keeper.onConnected(listener);
    }

    /** Runs after each loss of the connection, on any thread; it must not wait. */
    public void onLost(Runnable listener) {
        keeper.onLost(listener);
    }

    /** Connected, and a subscription was refused. */
    public boolean isRefused() {
        return isConnected() && subscriptions.isRefused();
    }

    /** Connected; the broker may have refused a subscription. */
    public boolean isUp() {
        return keeper.state().isUp();
    }

    /** Connected, and every subscription granted. */
    public boolean isReady() {
        return keeper.state().isUp() && !subscriptions.isRefused();
    }

    /** Connected, and every subscription granted, for at least so long without a break. */
    public boolean isReadyFor(Duration time) {
        return keeper.state().isUpFor(time) && !subscriptions.isRefused();
    }

    /**
     * Why there is no connection, for a person: how the last try to connect failed, or why the
     * connection was lost since; empty while there is one.
     */
    public Optional<String> problem() {
        return keeper.problem();
    }

    /** Whether there is no connection because the broker did not answer in time. */
    public boolean isSilent() {
        return keeper.isSilent();
    }

    /**
     * Bytes of the largest payload that the broker takes on a topic, as far as it said so; very
     * many where it did not. Known from the first connect on.
     */
    public long largestPayload(String topic) {
        return keeper.limit().payload(topic);
    }

    /** The broker cut the connection behind this message, again and again. */
    void cutOffBehind(Exchange message) {
        keeper.limit().cutOffBehind(message.getMessage());
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
        return keeper.state().awaitUp(atMost);
    }

    /** Says goodbye and connects anew, with what the will now is; also while it connects. */
    public void renew() {
        keeper.renew();
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
        keeper.beginShutDown(goodbye);
    }

    /** Returns when the connection is closed, by force where it takes longer than that. */
    public void awaitShutDown(Duration atMost) {
        keeper.awaitShutDown(atMost);
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

    /** A session that goes on does so without what was in flight: the outbox sends that again. */
    @Override
    public IMqttToken connectWithResult(MqttConnectionOptions options) throws MqttException {
        if (!options.isCleanStart() && options.getWillMessage() != null) {
            aClient.close(true);
            aClient = SteadyPings.client(getServerURI(), getClientId());
            aClient.setCallback(events);
        }
        return super.connectWithResult(options);
    }

    @Override
    public void setCallback(MqttCallback callback) {
        events.consumer(callback);
    }

    /**
     * For the route that consumes; Paho acknowledges by itself unless the link is a lasting one.
     */
    @Override
    public void messageArrivedComplete(int messageId, int qos) throws MqttException {
        if (manualAcks) {
            events.acknowledged();
            super.messageArrivedComplete(messageId, qos);
        }
    }

    @Override
    public IMqttToken subscribe(String topicFilter, int qos) throws MqttException {
        boolean unknown = subscriptions.add(topicFilter, qos);
        return unknown && keeper.state().isUp()
                ? subscriptions.grant(topicFilter, qos, false)
                : null;
    }

    @Override
    public void publish(String topic, MqttMessage message) throws MqttException {
        if (!offer(topic, message)) {
            throw new MqttException(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);
        }
    }

    /**
     * As {@link #publish}, but returns whether the broker took it, and does not throw if it refuses
     * by access list.
     *
     * @throws MqttException if it did not go out; what is larger than the broker takes is not sent
     */
    public boolean offer(String topic, MqttMessage message) throws MqttException {
        keeper.limit().check(topic, message);
        long start = System.nanoTime();
        IMqttToken token = aClient.publish(topic, message, null, null);
        token.waitForCompletion(getTimeToWait());
        publishNanos.add(System.nanoTime() - start);
        published.increment();
        if (Subscriptions.isRefusal(token)) {
            int code = token.getReasonCodes()[0];
            LOG.warn("The broker refused a message to {} (reason code {})", topic, code);
            return false;
        }
        return true;
    }
}
