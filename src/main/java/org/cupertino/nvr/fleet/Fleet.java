package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.Status;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processors behind one broker: reads what they publish, and sends them commands. Thread-safe;
 * a waiting method ends when its thread is interrupted. The methods {@code …Since} are of use where
 * a single thread sends commands.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    /** Retained statuses follow the subscription at once: no more come after such a pause. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(3);

    /** A status as it came, and as it was understood. */
    private record Report(JsonNode message, Status status) {}

    private final Topics topics;
    private final MqttSettings settings;
    private final MqttLink link;
    private final Board<Report> statuses = new Board<>();
    private final Board<JsonNode> metrics = new Board<>();
    private final Incoming incoming;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<String, Answers> open = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Presence presence = new Presence(this::publish);
    private volatile long asked;

    /**
     * Not connected yet.
     *
     * @param role what the connection is for, in the log
     * @param prefix of all topics
     */
    public Fleet(String role, MqttSettings settings, String prefix) throws MqttException {
        this.topics = new Topics(prefix);
        this.settings = settings;
        this.link = new MqttLink(role, settings, null);
        this.incoming = new Incoming(link);
        incoming.follow(topics.status(Topics.ANY), Incoming.LARGEST, this::heard, this::cleared);
        incoming.follow(
                topics.acks(Topics.ANY), Incoming.LARGEST_ACK, this::answered, instance -> {});
        incoming.follow(
                topics.metrics(Topics.ANY), Incoming.LARGEST, this::measured, instance -> {});
        link.onConnected(ready::countDown);
        link.onConnected(this::changed);
    }

    /** Starts connecting, and connects again for ever, without waiting for it. */
    public void open() {
        link.open();
    }

    /**
     * Connects and subscribes.
     *
     * @param prefix of all topics
     * @throws FleetException if the broker is not reached in time, or refuses the subscriptions
     */
    public static Fleet connect(MqttSettings settings, String prefix, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        Fleet fleet = new Fleet("ctl", settings, prefix);
        fleet.open();
        try {
            fleet.awaitReady(atMost);
            return fleet;
        } catch (FleetException | InterruptedException e) {
            fleet.close();
            throw e;
        }
    }

    /**
     * Waits for the connection.
     *
     * @throws FleetException if it does not come up in time, or the broker refuses a subscription
     */
    public void awaitReady(Duration atMost) throws FleetException, InterruptedException {
        if (!ready.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new FleetException(
                    "Cannot reach the broker at %s within %s: %s"
                            .formatted(
                                    settings.url(),
                                    Text.age(atMost),
                                    link.problem().orElse("it does not answer")));
        }
        if (!link.isReady()) {
            throw new FleetException(
                    "The broker at %s does not let this user read all topics under %s/"
                            .formatted(settings, topics.prefix()));
        }
    }

    /**
     * Adds a listener that runs after each status that arrives and after each connect, on a thread
     * that must not wait.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void heard(String instance, JsonNode message) {
        Status status = Messages.status(instance, message);
        statuses.put(instance, new Report(message, status), message.toString().length());
        presence.status(
                instance, Roster.isEnding(status), message.path("metrics_interval_s").asDouble());
        changed();
    }

    private void cleared(String instance) {
        statuses.remove(instance);
        presence.forget(instance);
        changed();
    }

    private void measured(String instance, JsonNode message) {
        metrics.put(instance, Messages.metrics(instance, message), message.toString().length());
        presence.metrics(instance);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /** Whether it has been connected and subscribed for so long without a break. */
    public boolean isUpFor(Duration time) {
        return link.isReadyFor(time);
    }

    /** The connection, for its state and for publishing. */
    public MqttLink link() {
        return link;
    }

    /** The topics of this fleet. */
    public Topics topics() {
        return topics;
    }

    /** Waits until the retained statuses have arrived. */
    public void settle() throws InterruptedException {
        statuses.awaitQuiet(QUIET, LONGEST_SETTLING);
    }

    /** The last status of each instance, as it came; texts are plain and cut. */
    public SortedMap<String, JsonNode> statuses() {
        SortedMap<String, JsonNode> messages = new TreeMap<>();
        statuses.all().forEach((instance, report) -> messages.put(instance, report.message()));
        return messages;
    }

    /** The last status of each instance. */
    public List<Status> processors() {
        return statuses.all().values().stream().map(Report::status).toList();
    }

    /** What is wrong with messages that came lately, one sentence for each topic. */
    public List<String> problems() {
        return incoming.problems();
    }

    /**
     * The processors, of which only those count as regular ones that answer: from now on they are
     * pinged when they seem to be there and have not answered. To be called once, before {@link
     * #open}.
     */
    public Roster roster() {
        link.onConnected(presence::connected);
        presence.start();
        return new Roster(this::processors, presence::answers);
    }

    private void publish(Request request) {
        try {
            link.offer(topics.commands(), message(request));
        } catch (MqttException e) {
            LOG.debug("A ping did not go out: {}", e.getMessage());
        }
    }

    private static MqttMessage message(Request request) {
        MqttMessage message = new MqttMessage(request.payload(Instant.now()));
        message.setQos(1);
        return message;
    }

    /** The last metrics of each instance since the connect. */
    public SortedMap<String, JsonNode> metrics() {
        return metrics.all();
    }

    /** The instances that are neither offline nor stopped. */
    public Set<String> live() {
        return new Roster(this::processors)
                .live().stream()
                        .map(Status::instanceId)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Sends a command and waits for the answers.
     *
     * @param expected ids of those that must answer; other answers are in the result as well
     * @throws FleetException if the broker refuses the command
     */
    public List<Answer> ask(Request request, Collection<String> expected, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        String topic = topics.commands();
        long sent = System.nanoTime();
        asked = sent;
        Answers collected = new Answers(request, expected, sent);
        open.put(request.requestId(), collected);
        try {
            if (!link.offer(topic, message(request))) {
                throw new FleetException(
                        "The broker at %s does not let this user publish to %s"
                                .formatted(settings, topic));
            }
            List<Answer> answers = collected.await(sent + atMost.toNanos());
            answers.stream()
                    .filter(answer -> answer.status() == null)
                    .forEach(answer -> presence.silent(answer.instance()));
            return answers;
        } finally {
            open.remove(request.requestId());
        }
    }

    /** Waits for a status of each instance since the last command; the last status of all. */
    public SortedMap<String, JsonNode> statusesSince(Collection<String> instances, Duration atMost)
            throws InterruptedException {
        statuses.awaitNews(instances, asked, asked + atMost.toNanos());
        return statuses();
    }

    /** Waits for metrics of each instance since the last command; the last metrics of all. */
    public SortedMap<String, JsonNode> metricsSince(Collection<String> instances, Duration atMost)
            throws InterruptedException {
        metrics.awaitNews(instances, asked, asked + atMost.toNanos());
        return metrics.all();
    }

    private void answered(String instance, JsonNode message) {
        Ack ack = Messages.ack(instance, message);
        Answers answers = open.get(ack.requestId());
        boolean counts = answers != null && answers.take(ack);
        if (counts || presence.isAnswer(ack.requestId())) {
            presence.answered(instance);
        }
    }

    /**
     * Subscribes to topics that differ in their last part; to be called before {@link #open}.
     * Callbacks run on a thread that must not wait.
     *
     * @param filter ends in {@link Topics#ANY}
     * @param taker gets the last part of the topic, and the message
     * @param cleared gets the last part of the topic when a retained message is cleared
     */
    public void follow(String filter, BiConsumer<String, JsonNode> taker, Consumer<String> cleared)
            throws MqttException {
        incoming.follow(filter, Incoming.LARGEST, taker, cleared);
    }

    @Override
    public void close() {
        presence.close();
        link.shutDown();
    }
}
