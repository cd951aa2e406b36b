package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.cupertino.nvr.timing.BackOff;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
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

    private final String role;
    private final MqttClient client;
    private final MqttSettings settings;
    private final Supplier<Will> will;
    private final Duration remembered;
    private final Inbox events;
    private final Subscriptions subscriptions;
    private final List<Runnable> connectedListeners = new CopyOnWriteArrayList<>();
    private final LinkState state = new LinkState();
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private volatile Thread thread;
    private volatile String problem;

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

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    void onConnected(Runnable listener) {
        connectedListeners.add(listener);
    }

    void renew() {
        state.renew();
        lost("renewed on purpose");
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
        try {
            MqttConnectionOptions options = settings.connectionOptions();
            options.setCleanStart(remembered.isZero());
            options.setSessionExpiryInterval(remembered.toSeconds());
            long renewal = state.renewals();
            Will last = will == null ? null : will.get();
            if (last != null) {
                options.setWill(last.topic(), new MqttMessage(last.payload(), 1, true, null));
            }
            events.restart();
            client.connect(options);
            subscriptions.reset();
            if (last != null && events.watch(last.topic())) {
                subscriptions.grant(last.topic(), 1, true);
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
            client.disconnectForcibly(0, goodbye ? 500 : 0, goodbye);
        } catch (MqttException e) {
            LOG.trace("Hanging up {}: {}", role, e.getMessage());
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
