package org.cupertino.nvr.mqtt;

import java.io.EOFException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.cupertino.nvr.timing.BackOff;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Connects a client, makes its subscriptions and connects it again after every loss, on a thread of
 * its own, until it is closed. Thread-safe.
 */
final class LinkKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LinkKeeper.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

    /**
     * By chance, so that not all processes come back to a broker in the same moment; the same for
     * all connections of a process, so that they come back together.
     */
    private static final Duration FIRST_RETRY =
            Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000));

    private final String role;
    private final MqttClient client;
    private final MqttSettings settings;
    private final Supplier<Will> will;
    private final Duration remembered;
    private final Inbox events;
    private final Subscriptions subscriptions;
    private final List<Runnable> connectedListeners = new CopyOnWriteArrayList<>();
    private volatile Runnable lostListener = () -> {};
    private final LinkState state = new LinkState();
    private final PacketLimit limit = new PacketLimit();
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private final OutageLog outage = new OutageLog(System::nanoTime);
    private boolean hasSession;
    private volatile Thread thread;
    private volatile String problem;
    private volatile String loss;
    private volatile boolean suspicious;

    /**
     * @param role what the connection is for, in the log and as thread name
     * @param will asked for at each connect, or null for none
     * @param remembered how long the broker keeps the session of an absent client
     */
    LinkKeeper(
            String role,
            MqttClient client,
            MqttSettings settings,
            Supplier<Will> will,
            Duration remembered) {
        this.role = role;
        this.client = client;
        this.subscriptions = new Subscriptions(client);
        this.settings = settings;
        this.will = will;
        this.remembered = remembered;
        this.events = new Inbox(this::lost, !remembered.isZero());
    }

    void open() {
        thread = new Thread(this::keepUp, "mqtt-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    Inbox events() {
        return events;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    LinkState state() {
        return state;
    }

    PacketLimit limit() {
        return limit;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    boolean isSilent() {
        return BrokerReasons.SILENT.equals(problem);
    }

    void onConnected(Runnable listener) {
        connectedListeners.add(listener);
    }

    void onLost(Runnable listener) {
        lostListener = listener;
    }

    void renew() {
        state.renew();
        lost("renewed on purpose");
        suspicious = false;
    }

    void beginShutDown(boolean goodbye) {
        boolean wasUp = state.close(goodbye);
        Thread running = thread;
        if (running != null && !wasUp) {
            // Stops connecting. The goodbye of a link that is up must not be interrupted, or the
            // broker publishes the will.
            running.interrupt();
        }
    }

    void awaitShutDown(Duration atMost) {
        Thread running = thread;
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

    private void keepUp() {
        try {
            while (!state.isClosed()) {
                LinkState.End end = connectOnce() ? state.awaitLoss() : LinkState.End.EARLY;
                hangUp();
                state.pause(pauseAfter(end));
            }
        } catch (InterruptedException e) {
            LOG.debug("The {} connection is given up", role);
        } finally {
            end();
        }
    }

    private Duration pauseAfter(LinkState.End end) {
        if (end == LinkState.End.EARLY) {
            return backOff.next();
        }
        backOff.reset();
        outage.over();
        return end == LinkState.End.RENEWED ? Duration.ZERO : FIRST_RETRY;
    }

    private void end() {
        if (client.isConnected()) {
            hangUp();
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("Closing the {} connection: {}", role, e.getMessage());
        }
    }

    private boolean connectOnce() {
        loss = null;
        try {
            MqttConnectionOptions options = settings.connectionOptions();
            options.setCleanStart(remembered.isZero());
            options.setSessionExpiryInterval(remembered.toSeconds());
            long renewal = state.renewals();
            Will last = will == null ? null : will.get();
            if (last != null) {
                last.in(options);
                // With a clean start the session would end, and its will be published at once.
                options.setCleanStart(!hasSession);
            }
            if (suspicious && HangUp.comesAtOnce(settings.url())) {
                throw new MqttException(new EOFException());
            }
            events.restart();
            IMqttToken connected = client.connectWithResult(options);
            limit.announced(connected.getResponseProperties().getMaximumPacketSize());
            subscriptions.reset();
            if (last != null) {
                hasSession = true;
                watch(last.topic());
            }
            problem = null;
            suspicious = false;
            if (grantAll(renewal)) {
                LOG.atInfo()
                        .addKeyValue("event", "mqtt_connected")
                        .log("Connected to {} for {}", settings.url(), role);
                connectedListeners.forEach(Runnable::run);
            }
            return true;
        } catch (MqttException | RuntimeException e) {
            // What the broker said when it threw the client out is the better reason.
            String said = loss;
            suspicious = true;
            problem = said == null ? BrokerReasons.of(e) : said;
            LOG.atLevel(outage.isDue(problem) ? Level.WARN : Level.DEBUG)
                    .addKeyValue("event", "mqtt_unreachable")
                    .log(
                            "Cannot connect to {} for {}, trying again until it works: {}",
                            settings.url(),
                            role,
                            problem);
            return false;
        }
    }

    /** Notices what others publish on the topic of the will, and no more on the one before. */
    private void watch(String topic) throws MqttException {
        if (events.isWatching()) {
            String before = events.watch(topic);
            subscriptions.grant(topic, 1, true);
            if (before != null && !before.equals(topic)) {
                client.unsubscribe(before);
            }
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
        subscriptions.grantMissing(granted);
        if (!client.isConnected()) {
            throw new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST);
        }
        boolean up = state.markUp(renewal);
        // A caller that subscribed in between saw the link down and left it to this thread.
        subscriptions.grantMissing(granted);
        return up;
    }

    private void lost(String why) {
        loss = why;
        problem = why;
        suspicious = true;
        if (state.markDown()) {
            LOG.atInfo()
                    .addKeyValue("event", "mqtt_disconnected")
                    .log("Lost {} for {}: {}", settings.url(), role, why);
            lostListener.run();
        }
    }

    /**
     * Leaves the client ready for another connect, whatever state it is in. A goodbye is said at
     * the end only: until there is another connection, the broker is to publish the will after all.
     */
    private void hangUp() {
        state.markDown();
        boolean goodbye = state.isClosed() && !state.isSilent();
        try {
            client.disconnectForcibly(0, goodbye ? 500 : 0, goodbye);
        } catch (MqttException e) {
            LOG.trace("Hanging up {}: {}", role, e.getMessage());
        }
    }
}
