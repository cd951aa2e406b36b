package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * All processors behind one broker: reads what they publish, and sends them commands. Thread-safe;
 * a waiting method ends when its thread is interrupted. The methods {@code …Since} are of use where
 * a single thread sends commands.
 */
public final class Fleet implements AutoCloseable {
    /** Retained statuses follow the subscription at once: no more come after such a pause. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(3);
    private static final Set<String> GONE = Set.of("offline", "stopped");
    private static final ObjectMapper JSON = Json.mapper();

    private final Topics topics;
    private final MqttSettings settings;
    private final MqttLink link;
    private final Board statuses = new Board();
    private final Board metrics = new Board();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<String, Answers> open = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
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
        follow(
                topics.status(Topics.ANY),
                (instance, status) -> {
                    statuses.put(instance, status);
                    changed();
                },
                instance -> {
                    statuses.remove(instance);
                    changed();
                });
        follow(topics.acks(Topics.ANY), this::answered, instance -> {});
        follow(topics.metrics(Topics.ANY), metrics::put, instance -> {});
        link.onConnected(
                () -> {
                    ready.countDown();
                    changed();
                });
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

    /** The last status of each instance. */
    public SortedMap<String, JsonNode> statuses() {
        return statuses.all();
    }

    /** The last metrics of each instance since the connect. */
    public SortedMap<String, JsonNode> metrics() {
        return metrics.all();
    }

    /** The instances that are neither offline nor stopped. */
    public Set<String> live() {
        Set<String> live = new TreeSet<>();
        statuses()
                .forEach(
                        (instance, status) -> {
                            if (!isGone(status)) {
                                live.add(instance);
                            }
                        });
        return live;
    }

    /** Whether a status is the last of its process. */
    public static boolean isGone(JsonNode status) {
        return GONE.contains(status.path("status").asText());
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
        MqttMessage message = new MqttMessage(request.payload(Instant.now()));
        message.setQos(1);
        long sent = System.nanoTime();
        asked = sent;
        Answers collected = new Answers(request, expected, sent);
        open.put(request.requestId(), collected);
        try {
            if (!link.offer(topic, message)) {
                throw new FleetException(
                        "The broker at %s does not let this user publish to %s"
                                .formatted(settings, topic));
            }
            return collected.await(sent + atMost.toNanos());
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

    private void answered(String instance, JsonNode ack) {
        Answers answers = open.get(ack.path("request_id").asText());
        if (answers != null) {
            answers.take(instance, ack);
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
        int start = filter.length() - Topics.ANY.length();
        link.listen(
                filter,
                1,
                (topic, payload) -> {
                    String instance = topic.substring(start);
                    if (payload.length == 0) {
                        cleared.accept(instance);
                    } else {
                        take(instance, payload, taker);
                    }
                });
    }

    private static void take(String instance, byte[] payload, BiConsumer<String, JsonNode> taker) {
        try {
            taker.accept(instance, JSON.readTree(payload));
        } catch (IOException e) {
            // Not published by this program.
        }
    }

    @Override
    public void close() {
        link.shutDown();
    }
}
