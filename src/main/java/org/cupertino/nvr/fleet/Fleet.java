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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.Json;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * All processors behind one broker, to be looked at and told what to do. Thread-safe; a waiting
 * method ends when its thread is interrupted. What came {@code since the last command} is for whom
 * alone sends commands.
 */
public final class Fleet implements AutoCloseable {
    /**
     * Retained statuses follow the subscription at once; this long after the last, that was all.
     */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(3);
    private static final Set<String> GONE = Set.of("offline", "stopped");
    private static final ObjectMapper JSON = Json.mapper();

    private final String prefix;
    private final MqttSettings settings;
    private final MqttLink link;
    private final Board statuses = new Board();
    private final Board metrics = new Board();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<String, Answers> open = new ConcurrentHashMap<>();
    private volatile Runnable changed = () -> {};
    private volatile long asked;

    /**
     * Not connected yet.
     *
     * @param role what the connection is for, in the log
     * @param prefix of all topics
     */
    public Fleet(String role, MqttSettings settings, String prefix) throws MqttException {
        this.prefix = prefix;
        this.settings = settings;
        this.link = new MqttLink(role, settings, null);
        follow(
                "/control/status/",
                (instance, status) -> {
                    statuses.put(instance, status);
                    changed.run();
                },
                instance -> {
                    statuses.remove(instance);
                    changed.run();
                });
        follow("/control/acks/", this::answered, instance -> {});
        follow("/status/metrics/", metrics::put, instance -> {});
        link.onConnected(
                () -> {
                    ready.countDown();
                    changed.run();
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
     * @throws FleetException if the broker is not reached in time, or lets nobody read answers
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

    private void awaitReady(Duration atMost) throws FleetException, InterruptedException {
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
                            .formatted(settings, prefix));
        }
    }

    /**
     * Runs after each status that came, and after each connect, on a thread that must not wait; to
     * be called before {@link #open}.
     */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** Connected and allowed to read, for at least so long without a break. */
    public boolean isUpFor(Duration time) {
        return link.isReadyFor(time);
    }

    /** The connection, to tell how it is. */
    public MqttLink link() {
        return link;
    }

    /** Waits until the retained statuses are there. */
    public void settle() throws InterruptedException {
        statuses.awaitQuiet(QUIET, LONGEST_SETTLING);
    }

    /** The last status of each instance, as it was told. */
    public SortedMap<String, JsonNode> statuses() {
        return statuses.all();
    }

    /** The last metrics of each instance since the connect, as they were told. */
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
     * @param expected who must answer; who else does is in the result as well
     * @throws FleetException if the broker refuses the command
     */
    public List<Answer> ask(Request request, Collection<String> expected, Duration atMost)
            throws FleetException, MqttException, InterruptedException {
        String topic = prefix + "/control/commands";
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

    /** The statuses, when each of the instances has told one since the last command was sent. */
    public SortedMap<String, JsonNode> statusesSince(Collection<String> instances, Duration atMost)
            throws InterruptedException {
        statuses.awaitNews(instances, asked, asked + atMost.toNanos());
        return statuses();
    }

    /** The metrics that came since the connect; waits likewise. */
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
     * Gets the messages of one branch of topics, on a thread that must not wait; to be called
     * before {@link #open}.
     *
     * @param branch what follows the prefix, up to the last part
     * @param taker gets the last part of the topic, and the message
     * @param cleared gets the last part of the topic when a retained message is taken away
     */
    public void follow(String branch, BiConsumer<String, JsonNode> taker, Consumer<String> cleared)
            throws MqttException {
        String start = prefix + branch;
        link.listen(
                start + "+",
                1,
                (topic, payload) -> {
                    String instance = topic.substring(start.length());
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
            // Not one of ours: nobody can tell what it says.
        }
    }

    @Override
    public void close() {
        link.shutDown();
    }
}
