package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clips of 40 seconds in which somebody falls at 10 s, gets up at 31 s, or does not fall. */
@Tag("long")
@Tag("faults")
class LyingClipsIT {
    private static final Path CLIPS = Path.of("../shared/media/lying").toAbsolutePath();
    private static final List<String> NAMES = List.of("fall-1.mp4", "fall-2.mp4", "no-fall.mp4");

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @Test
    @Timeout(300)
    void who_falls_is_found_and_who_leans_and_sits_is_not() {
        assumeTrue(Files.isDirectory(CLIPS), "the clips, " + CLIPS + ", are not here");
        Map<String, String> settings =
                new HashMap<>(RunningProcessor.settings("main", BROKER.url(), 0));
        settings.put(
                "stream",
                String.join(
                        " ",
                        IntStream.range(0, NAMES.size())
                                .mapToObj(id -> id + "=" + CLIPS.resolve(NAMES.get(id)))
                                .toList()));
        settings.put("file-playback", "once");
        settings.put("max-fps", "1");
        Map<String, String> rule = Map.of("nvr.mqtt-url", BROKER.url(), "nvr.fall-rule", "true");
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/#");
                RunningOrchestrator orchestrator = new RunningOrchestrator(rule)) {
            orchestrator.awaitReady();
            try (RunningProcessor processor = new RunningProcessor(settings)) {
                processor.awaitConnected();
                await("the ends of the clips")
                        .atMost(Duration.ofSeconds(120))
                        .until(() -> areOver(probe.messages("nvr/control/status/main")));
            }
            for (int fall : new int[] {0, 1}) {
                List<MqttProbe.Received> notices =
                        probe.messages("nvr/orchestrator/notices/" + fall);
                assertThat(notices).as(NAMES.get(fall)).isNotEmpty();
                JsonNode notice = notices.get(0).json();
                assertThat(notice.path("notice").asText()).isEqualTo("person_on_floor");
                JsonNode first = probe.messages("nvr/detections/" + fall).get(0).json();
                assertThat(Duration.between(time(first, "timestamp"), time(notice, "since")))
                        .as("%s: when the fall began", NAMES.get(fall))
                        .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(25));
            }
            assertThat(probe.messages("nvr/orchestrator/notices/2")).as(NAMES.get(2)).isEmpty();
        }
    }

    private static boolean areOver(List<MqttProbe.Received> statuses) {
        return statuses.stream()
                .map(status -> status.json().path("sources").findValuesAsText("state"))
                .anyMatch(states -> states.equals(Collections.nCopies(NAMES.size(), "failed")));
    }

    private static Instant time(JsonNode message, String field) {
        return Instant.parse(message.path(field).asText());
    }
}
