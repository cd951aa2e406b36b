package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.ProcessorProcess;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room that is paused stays private when its processor starts again. */
@Timeout(300)
class RememberedPausesIT {
    @RegisterExtension final Mosquitto broker = new Mosquitto();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void paused_camera_stays_paused_through_a_rename_and_an_end_until_it_is_resumed(boolean killed)
            throws Exception {
        try (CommandDesk desk = new CommandDesk(broker)) {
            try (ProcessorProcess first =
                    ProcessorProcess.start(environment(), "processor", "--http-port", "0")) {
                desk.awaitStatus("room", "running");
                desk.complete("room", "rename_instance", "{\"new_instance_id\":\"other\"}");
                desk.complete("other", "pause", "{\"source_id\":0}");
                if (!killed) {
                    first.stop();
                }
            }
            assertThat(desk.probe.messages("nvr/control/paused/room")).hasSize(1);
            desk.probe.clear();
            try (RunningProcessor again = processor()) {
                again.awaitConnected();
                seen(desk, 1, 3);
                assertThat(desk.probe.messages("nvr/detections/0")).isEmpty();
                assertThat(desk.awaitStatus("room", "running").path("reason").asText())
                        .isEqualTo("Paused since before the restart: cameras [0]");
                desk.complete("room", "resume", "{\"source_id\":0}");
                seen(desk, 0, 1);
            }
        }
    }

    private RunningProcessor processor() {
        return new RunningProcessor(settings());
    }

    private Map<String, String> settings() {
        return RunningProcessor.settings("room", broker.url(), 2);
    }

    /** Those settings as a process reads them. */
    private Map<String, String> environment() {
        return settings().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                setting ->
                                        "NVR_"
                                                + setting.getKey()
                                                        .replace('-', '_')
                                                        .toUpperCase(Locale.ROOT),
                                Map.Entry::getValue));
    }

    private static void seen(CommandDesk desk, int camera, int frames) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> desk.probe.messages("nvr/detections/" + camera).size() >= frames);
    }
}
