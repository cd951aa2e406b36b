package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.cupertino.nvr.support.Mosquitto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room that is paused stays private when its processor starts again. */
@Timeout(300)
class RememberedPausesIT {
    @RegisterExtension final Mosquitto broker = new Mosquitto();

    @Test
    void paused_camera_stays_paused_through_a_rename_and_a_restart_until_it_is_resumed()
            throws Exception {
        try (CommandDesk desk = new CommandDesk(broker)) {
            try (RunningProcessor first = processor()) {
                first.awaitConnected();
                desk.complete("room", "rename_instance", "{\"new_instance_id\":\"other\"}");
                desk.complete("other", "pause", "{\"source_id\":0}");
                assertThat(desk.probe.messages("nvr/control/paused/room")).hasSize(1);
            }
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
        return new RunningProcessor(RunningProcessor.settings("room", broker.url(), 2));
    }

    private static void seen(CommandDesk desk, int camera, int frames) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> desk.probe.messages("nvr/detections/" + camera).size() >= frames);
    }
}
