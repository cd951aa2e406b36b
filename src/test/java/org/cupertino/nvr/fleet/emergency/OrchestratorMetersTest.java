package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import org.junit.jupiter.api.Test;

class OrchestratorMetersTest {
    private static final Pattern HELP = Pattern.compile("# HELP (nvr_\\w+) (.*)");

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EmergencyQueue emergencies =
            new EmergencyQueue(1, new TestClock(), camera -> true);
    private final OrchestratorMeters meters =
            new OrchestratorMeters(
                    registry,
                    emergencies::rooms,
                    () -> Optional.of(Duration.ofMillis(1_500)),
                    Map.of("events", () -> true));

    @Test
    void rooms_have_series_as_long_as_they_are_not_normal() {
        Room two = emergencies.happened(2, 2, RoomEvent.FALL_DETECTED).orElseThrow();
        two.processor().spawning("emergency-1");
        two.problem("camera", "Nobody looks");
        meters.update();

        assertThat(registry.scrape())
                .contains(
                        "nvr_room_state{instance_id=\"orchestrator\",room=\"2\",state=\"entering\"} 1.0",
                        "nvr_room_state{instance_id=\"orchestrator\",room=\"2\",state=\"normal\"} 0.0",
                        "nvr_room_problems{instance_id=\"orchestrator\",room=\"2\"} 1.0",
                        "nvr_emergency_processors{instance_id=\"orchestrator\"} 1.0",
                        "nvr_mqtt_connected{connection=\"events\",instance_id=\"orchestrator\"} 1.0",
                        "nvr_orchestrator_last_pass_age_seconds{instance_id=\"orchestrator\"} 1.5");

        emergencies.happened(2, 2, RoomEvent.RESIDENT_ASSISTED);
        two.calm();
        assertThat(emergencies.finished(two)).isTrue();
        meters.update();
        assertThat(registry.scrape()).doesNotContain("room=\"2\"");
    }

    @Test
    void emergencies_are_counted_by_camera_and_outcome() {
        meters.over(17, Outcome.FALSE_ALARM);
        meters.over(17, Outcome.FALSE_ALARM);
        meters.over(3, null);

        assertThat(registry.scrape())
                .contains(
                        "nvr_emergencies_total{instance_id=\"orchestrator\",outcome=\"false_alarm\",source_id=\"17\"} 2.0",
                        "nvr_emergencies_total{instance_id=\"orchestrator\",outcome=\"unknown\",source_id=\"3\"} 1.0");
    }

    @Test
    void page_lists_every_metric() throws Exception {
        emergencies.happened(2, 2, RoomEvent.FALL_DETECTED);
        meters.update();
        meters.over(2, null);
        OrchestratorMeters.cameras(registry, state -> 1);
        String page = Files.readString(Path.of("docs/operations.md"));
        assertThat(HELP.matcher(registry.scrape()).results())
                .hasSize(7)
                .allSatisfy(
                        help ->
                                assertThat(page)
                                        .containsPattern(
                                                Pattern.quote("| `" + help.group(1) + "` | ")
                                                        + "[`a-z_, ]*"
                                                        + Pattern.quote(
                                                                " | " + help.group(2) + " |")));
    }
}
