package org.cupertino.nvr.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cupertino.nvr.event.Json;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * All processors behind one broker, to be looked at and told what to do. For one thread; a waiting
 * method ends when that is interrupted.
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
    private volatile Answers answers;
    private long asked;

    private Fleet(MqttSettings settings, String prefix) throws MqttException {
        this.prefix = prefix;
        this.settings = settings;
        this.link = new MqttLink("ctl", settings, null);
        listen("/control/status/", statuses::put, statuses::remove);
        listen("/control/acks/", this::answered, instance -> {});
        listen("/status/metrics/", metrics::put, instance -> {});
        link.onConnected(ready::countDown);
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
        Fleet fleet = new Fleet(settings, prefix);
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

    /** Waits until the retained statuses are there. */
    public void settle() throws InterruptedException {
        statuses.awaitQuiet(QUIET, LONGEST_SETTLING);
    }

    /** The last status of each instance, as it was told. */
    public SortedMap<String, JsonNode> statuses() {
        return statuses.all();
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
    static boolean isGone(JsonNode status) {
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
        asked = System.nanoTime();
        Answers collected = new Answers(request, expected, asked);
        answers = collected;
        if (!link.offer(topic, message)) {
            throw new FleetException(
                    "The broker at %s does not let this user publish to %s"
                            .formatted(settings, topic));
        }
        return collected.await(asked + atMost.toNanos());
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
        Answers open = answers;
        if (open != null) {
            open.take(instance, ack);
        }
    }

    private void listen(String branch, BiConsumer<String, JsonNode> taker, Consumer<String> cleared)
            throws MqttException {
        String start = prefix + branch;
        link.listen(
                start + "+",
                1,
                (topic, payload) -> {
                    String instance = topic.substring(start.length());
                    if (payload.length == 0) {
                        cleared.accept(instance);
                        return;
                    }
                    try {
                        taker.accept(instance, JSON.readTree(payload));
                    } catch (IOException e) {
                        // Not one of ours: nobody can tell what it says.
                    }
                });
    }

    @Override
    public void close() {
        link.shutDown();
    }
}
