package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.SimulatedProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody lies on the floor of a room that is looked at every ten seconds. */
@Timeout(180)
class SuspicionIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LYING =
            """
            {"schema_version":1,"instance_id":"main-a","source_id":2,"frame_id":%d,"timestamp":"%s",
            "zone_kinds":["floor","bed"],"detections":[{"class_name":"person","confidence":0.7,
            "posture":"lying","posture_confidence":0.8,"zone_kinds":["floor"],"tracker_id":null}]}
            """;

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private MqttProbe probe;
    private SimulatedProcessor regular;
    private RunningOrchestrator orchestrator;
    private long published;
    private int frames;

    @BeforeEach
    void start() {
        probe = new MqttProbe(BROKER.url()).subscribe("nvr/#");
        regular = new SimulatedProcessor(BROKER.url(), options -> {}, "main-a", false, 0.1, 2, 3);
        orchestrator = new RunningOrchestrator(Map.of("nvr.mqtt-url", BROKER.url()));
        orchestrator.awaitReady();
        // Not before the processor is known.
        await().atMost(SOON).until(() -> !last("nvr/orchestrator/leader").isEmpty());
    }

    @AfterEach
    void stop() {
        orchestrator.close();
        regular.close();
        probe.close();
    }

    @Test
    void suspicion_raises_the_rate_until_it_is_an_emergency() {
        await("the verdict")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            watch();
                            return !probe.messages("nvr/orchestrator/notices/2").isEmpty();
                        });

        JsonNode notice = last("nvr/orchestrator/notices/2");
        assertThat(notice.path("notice").asText()).isEqualTo("person_on_floor");
        assertThat(Duration.between(time(notice, "since"), time(notice, "timestamp")))
                .isLessThan(Duration.ofSeconds(10));
        assertThat(frames).as("as many samples as it takes").isBetween(5, 6);
        assertThat(
                        probe.messages("nvr/control/commands").stream()
                                .map(MqttProbe.Received::json)
                                .filter(
                                        command ->
                                                command.path("command").asText().equals("set_fps"))
                                .map(command -> command.path("params").toString()))
                .first()
                .isEqualTo("{\"lease_s\":20.0,\"max_fps\":1.0,\"source_id\":2}");
        await().atMost(SOON).until(() -> !probe.messages("nvr/orchestrator/status/2").isEmpty());
        assertThat(last("nvr/orchestrator/status/2").path("event").asText())
                .isEqualTo("person_on_floor");
        assertThat(last("nvr/orchestrator/status/2").path("state").asText()).isEqualTo("entering");
    }

    /** Publishes what the camera shows, as often as the processor samples it. */
    private void watch() {
        double fps = last("nvr/control/status/main-a").at("/sources/0/max_fps").asDouble();
        if (frames == 0 || System.nanoTime() - published > 1e9 / fps) {
            published = System.nanoTime();
            probe.publish("nvr/detections/2", LYING.formatted(++frames, now()));
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    private static Instant time(JsonNode message, String field) {
        return Instant.parse(message.path(field).asText());
    }

    private JsonNode last(String topic) {
        await().atMost(SOON).until(() -> !probe.messages(topic).isEmpty());
        List<MqttProbe.Received> all = probe.messages(topic);
        return all.get(all.size() - 1).json();
    }
}
