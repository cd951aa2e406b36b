package org.cupertino.nvr.fleet.leader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.mqtt.Will;
import org.cupertino.nvr.timing.Lasting;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Leader;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one orchestrator acts and all others on its broker stand by: the leader keeps a
 * retained message up, which the broker clears when its connection dies. Thread-safe.
 */
public final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final ObjectMapper JSON = Json.mapper();
    private static final Duration TICK = Duration.ofMillis(100);
    private static final byte[] NOTHING = {};

    private final String topic;
    private final String site;
    private final Instance instance;
    private final MqttLink link;
    private final String token = UUID.randomUUID().toString();
    private final Election election = new Election(token, System::nanoTime);
    private final Thread thread = new Thread(this::run, "leadership");
    private volatile Optional<Predecessors> predecessors = Optional.empty();
    private volatile Runnable leads = () -> {};
    private volatile Runnable superseded = () -> {};
    private Election.State seen = Election.State.LISTENING;

    /**
     * @param instance this orchestrator
     */
    public Leadership(Instance instance, MqttSettings settings, Topics topics)
            throws MqttException {
        this.instance = instance;
        topic = topics.leader();
        site = UUID.nameUUIDFromBytes((settings.url() + "\n" + topic).getBytes(UTF_8)).toString();
        link =
                new MqttLink(
                        "leader", settings, () -> new Will(topic, NOTHING, Duration.ofHours(1)));
        link.listen(topic, 1, (name, payload) -> heard(payload));
        link.onConnected(election::connected);
        thread.setDaemon(true);
    }

    /** The connection that carries the will. */
    public MqttLink link() {
        return link;
    }

    /**
     * Starts.
     *
     * @param state folder in which an orchestrator leaves a file for the one that follows it on
     *     this machine, which need not wait until the broker gives it up; empty: it waits
     * @param begin runs once when this orchestrator is to act; must not wait
     * @param end runs once when another one acts instead, after that; must not wait
     */
    public void open(Optional<Path> state, Runnable begin, Runnable end) {
        predecessors = state.flatMap(folder -> Predecessors.of(folder.resolve(site), token));
        predecessors.ifPresent(known -> election.follows(known.ended()));
        leads = begin;
        superseded = end;
        link.open();
        thread.start();
    }

    public boolean leads() {
        return election.state() == Election.State.LEADING;
    }

    /** Who leads, for a person; empty while nobody does. */
    public Optional<String> leader() {
        if (leads()) {
            return Optional.of("leads");
        }
        return election.other()
                .filter(other -> election.state() != Election.State.CLAIMING)
                .map(other -> "stands by: orchestrator on " + other.host() + " leads");
    }

    /** Lets another orchestrator lead at once, and ends. */
    public void close() {
        thread.interrupt();
        if (leads() && link.isReady()) {
            publish(NOTHING);
        }
        link.shutDown();
        predecessors.ifPresent(Predecessors::close);
    }

    private void heard(byte[] payload) {
        if (payload.length == 0) {
            election.cleared();
            return;
        }
        try {
            Leader message = JSON.readValue(payload, Leader.class);
            if (message != null && message.token() != null && message.term() < Long.MAX_VALUE) {
                election.heard(message);
            }
        } catch (IOException e) {
            LOG.debug("Not published by an orchestrator on {}: {}", topic, e.getMessage());
        }
    }

    private void run() {
        Runnable step = new Lasting("A step of the election", this::step);
        try {
            while (!thread.isInterrupted()) {
                step.run();
                Thread.sleep(TICK.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Interrupted by the stop");
        }
    }

    private void step() {
        if (link.isReady() && election.tick()) {
            publish(message());
        }
        react(election.state());
    }

    private void react(Election.State state) {
        if (state == seen) {
            return;
        }
        seen = state;
        if (state == Election.State.LEADING) {
            LOG.atInfo().addKeyValue("event", "leading").log("This orchestrator leads");
            leads.run();
        } else if (state == Election.State.SUPERSEDED) {
            LOG.atWarn()
                    .addKeyValue("event", "superseded")
                    .log("This orchestrator stops: another one leads, {}", leader().orElse(""));
            superseded.run();
        } else if (state == Election.State.STANDBY) {
            LOG.atInfo()
                    .addKeyValue("event", "standby")
                    .log("This orchestrator {}", leader().orElse("stands by"));
        }
    }

    private byte[] message() {
        try {
            return JSON.writeValueAsBytes(
                    new Leader(
                            instance.id(),
                            token,
                            election.state() == Election.State.LEADING,
                            election.term(),
                            instance.host(),
                            instance.startedAt(),
                            instance.clock().instant()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message cannot be written as JSON", e);
        }
    }

    private void publish(byte[] payload) {
        MqttMessage message = new MqttMessage(payload, 1, true, null);
        try {
            if (!link.offer(topic, message)) {
                LOG.debug("The broker does not let this orchestrator lead");
            }
        } catch (MqttException e) {
            LOG.debug("Not published to {}: {}", topic, e.getMessage());
        }
    }
}
