package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.mqtt.Outbox;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MosquittoImage;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The broker may come late, go, come back and hang: analysis goes on and publishing recovers. */
@Timeout(300)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class BrokerOutageIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Mosquitto broker = new Mosquitto();

    @BeforeEach
    void brokerIsThere() {
        MosquittoImage.assumeAvailable();
    }

    @Test
    void starts_without_a_broker_and_publishes_when_it_comes() {
        try (broker;
                RunningProcessor processor = processor("late", 1000)) {
            broker.start();
            try (MqttProbe probe = new MqttProbe(broker.url())) {
                probe.subscribe("nvr/#");
                awaitDetection(probe);
                awaitCommandsObeyed(probe);
                assertThat(status(probe).get("status").asText()).isEqualTo("running");
            }
        }
    }

    @Test
    void recovers_when_the_broker_is_killed_and_started_again() {
        try (broker) {
            broker.start();
            try (RunningProcessor processor = processor("restart", 1000)) {
                try (MqttProbe before = new MqttProbe(broker.url())) {
                    before.subscribe("nvr/#");
                    awaitDetection(before);
                }
                broker.kill();
                broker.start();
                try (MqttProbe after = new MqttProbe(broker.url())) {
                    after.subscribe("nvr/#");
                    awaitDetection(after);
                    awaitCommandsObeyed(after);
                    assertThat(status(after).get("status").asText()).isEqualTo("running");
                }
            }
        }
    }

    @Test
    void analyses_on_while_the_broker_hangs_and_counts_what_it_drops() {
        try (broker) {
            broker.start();
            try (RunningProcessor processor = processor("hung", 5);
                    MqttProbe probe = new MqttProbe(broker.url())) {
                probe.subscribe("nvr/#");
                awaitDetection(probe);
                long sampledBefore = sampled(awaitMetrics(probe, 0));
                broker.pause();
                // It is noticed, and then the outbox of five runs over.
                Outbox outbox =
                        processor
                                .context()
                                .getRegistry()
                                .lookupByNameAndType("outbox", Outbox.class);
                await().atMost(SOON).until(() -> outbox.dropped() > 0);
                broker.unpause();
                try (MqttProbe after = new MqttProbe(broker.url())) {
                    after.subscribe("nvr/#");
                    JsonNode metrics = awaitMetrics(after, 1);
                    assertThat(sampled(metrics)).isGreaterThan(sampledBefore + 5);
                    awaitDetection(after);
                    assertThat(frames(after)).doesNotHaveDuplicates();
                }
            }
        }
    }

    @Test
    void no_frame_is_published_twice_across_an_outage() {
        try (broker) {
            broker.start();
            try (MqttProbe probe = new MqttProbe(broker.url());
                    RunningProcessor processor = processor("twice", 1000)) {
                probe.subscribe("nvr/detections/0");
                await().atMost(SOON).until(() -> frames(probe).size() >= 5);
                broker.stop();
                int before = frames(probe).size();
                broker.start();
                await().atMost(SOON).until(() -> frames(probe).size() >= before + 5);
                assertThat(frames(probe)).doesNotHaveDuplicates();
            }
        }
    }

    private static List<Long> frames(MqttProbe probe) {
        return probe.messages("nvr/detections/0").stream()
                .map(message -> message.json().get("frame_id").asLong())
                .toList();
    }

    private RunningProcessor processor(String id, int outboxSize) {
        Map<String, String> settings = RunningProcessor.settings(id, broker.url(), 1);
        settings.put("outbox-size", Integer.toString(outboxSize));
        return new RunningProcessor(settings);
    }

    private static void awaitDetection(MqttProbe probe) {
        probe.await(message -> message.topic().equals("nvr/detections/0"), SOON);
    }

    /** The connection for commands may come later than the one that publishes. */
    private static void awaitCommandsObeyed(MqttProbe probe) {
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            probe.publish("nvr/control/commands", "{\"command\":\"ping\"}");
                            return probe.messages("nvr/control/acks/+").stream()
                                    .anyMatch(ack -> ack.payload().contains("completed"));
                        });
    }

    private static JsonNode awaitMetrics(MqttProbe probe, long droppedAtLeast) {
        return probe.await(
                        message ->
                                message.topic().startsWith("nvr/status/metrics/")
                                        && message.json().get("messages_dropped").asLong()
                                                >= droppedAtLeast,
                        SOON)
                .json();
    }

    private static JsonNode status(MqttProbe probe) {
        return probe.await(
                        message ->
                                message.topic().startsWith("nvr/control/status/")
                                        && message.json().get("status").asText().equals("running"),
                        SOON)
                .json();
    }

    private static long sampled(JsonNode metrics) {
        return metrics.at("/sources/0/frames_sampled").asLong();
    }
}
