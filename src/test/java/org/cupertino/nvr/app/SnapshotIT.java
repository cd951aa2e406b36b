package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures on a real broker: when there are some, and to which events they belong. */
@Timeout(300)
@SuppressWarnings("try") // The processor runs, nothing is asked of it.
class SnapshotIT {
    @RegisterExtension static final Mosquitto broker = new Mosquitto();

    @Test
    void pictures_are_of_the_frames_of_events_and_end_with_their_lease_or_a_pause() {
        try (CommandDesk desk = new CommandDesk(broker);
                RunningProcessor processor =
                        new RunningProcessor(RunningProcessor.settings("proc-a", broker.url(), 2))
                                .awaitConnected()) {
            desk.awaitFrames(0, 1);
            assertThat(pictures(desk, "+")).as("without being asked").isEmpty();

            desk.complete("proc-a", "snapshot", "{\"source_id\":1,\"width\":320}");
            await().atMost(CommandDesk.SOON).until(() -> pictures(desk, "1").size() == 1);
            desk.awaitFrames(1, 3);
            assertThat(pictures(desk, "+")).as("one of one camera").hasSize(1);

            desk.complete("proc-a", "snapshot", "{\"lease_s\":3600}");
            await().atMost(CommandDesk.SOON).until(() -> pictures(desk, "0").size() >= 3);
            desk.complete("proc-a", "pause", "{\"source_id\":0}");
            int paused = pictures(desk, "0").size();
            desk.complete("proc-a", "snapshot", "{\"lease_s\":0}");
            int ended = pictures(desk, "1").size();
            desk.awaitFrames(1, 3);
            assertThat(pictures(desk, "0")).as("after the pause").hasSize(paused);
            // One may have been under way.
            assertThat(pictures(desk, "1")).as("after the lease").hasSizeBetween(ended, ended + 1);

            for (Received picture : pictures(desk, "+")) {
                assertThat(picture.payload()).contains("JFIF");
                assertThat(picture.qos()).isZero();
                assertThat(picture.retained()).isFalse();
                assertThat(desk.detections(source(picture)))
                        .as("an event before it")
                        .anySatisfy(event -> belongs(picture, event));
            }
        }
    }

    private static int source(Received picture) {
        return Integer.parseInt(picture.topic().substring("nvr/snapshots/".length()));
    }

    private static List<Received> pictures(CommandDesk desk, String source) {
        return desk.probe.messages("nvr/snapshots/" + source);
    }

    private static void belongs(Received picture, JsonNode event) {
        Map<String, String> properties =
                picture.properties().getUserProperties().stream()
                        .collect(Collectors.toMap(UserProperty::getKey, UserProperty::getValue));
        assertThat(properties)
                .containsOnlyKeys(
                        "instance_id", "frame_id", "timestamp", "frame_width", "frame_height")
                .allSatisfy((key, value) -> assertThat(event.path(key).asText()).isEqualTo(value));
    }
}
