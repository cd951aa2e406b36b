package org.cupertino.nvr.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access list that compose.yaml's broker has, plus a witness who may do everything. */
@Timeout(240)
class AclIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> TOPICS =
            List.of(
                    "nvr/control/commands",
                    "nvr/control/commands/proc-a",
                    "nvr/control/status/proc-a",
                    "nvr/control/acks/proc-a",
                    "nvr/status/metrics/proc-a",
                    "nvr/detections/7",
                    "nvr/snapshots/7",
                    "nvr/replies/desk-1",
                    "nvr/cameras/2",
                    "nvr/orchestrator/events",
                    "nvr/orchestrator/status/2",
                    "nvr/orchestrator/rejected",
                    "nvr/orchestrator/leader",
                    "nvr/control/status/proc-a/more",
                    "nvr/elsewhere",
                    "elsewhere");

    @RegisterExtension
    static final Mosquitto broker =
            new Mosquitto()
                    .user("processor", "processor")
                    .user("orchestrator", "orchestrator")
                    .user("caller", "caller")
                    .user("viewer", "viewer")
                    .user("witness", "witness")
                    .accessList(shipped() + "\nuser witness\ntopic readwrite #");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    processor    | nvr/control/status/proc-a nvr/control/acks/proc-a \
                                   nvr/status/metrics/proc-a nvr/detections/7 nvr/snapshots/7 nvr/replies/desk-1
                    orchestrator | nvr/control/commands nvr/control/commands/proc-a \
                                   nvr/control/status/proc-a nvr/orchestrator/events nvr/orchestrator/status/2 \
                                   nvr/orchestrator/rejected nvr/orchestrator/leader nvr/cameras/2
                    caller       | nvr/orchestrator/events
                    viewer       |
                    """)
    void role_writes_what_it_needs_and_nothing_else(String role, String allowed) {
        List<String> granted = allowed == null ? List.of() : List.of(allowed.split("\\s+"));
        try (MqttProbe witness = as("witness").subscribe("#");
                MqttProbe probe = as(role)) {
            for (String topic : TOPICS) {
                if (granted.contains(topic)) {
                    probe.publish(topic, role);
                } else {
                    assertThatThrownBy(() -> probe.publish(topic, role))
                            .as("%s to %s", role, topic)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining("135");
                }
            }
            fence(witness);

            assertThat(topics(witness, role)).containsExactlyInAnyOrderElementsOf(granted);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    processor    | nvr/control/commands nvr/control/commands/proc-a \
                                   nvr/control/status/proc-a
                    orchestrator | nvr/control/commands nvr/control/commands/proc-a \
                                   nvr/control/status/proc-a nvr/control/acks/proc-a \
                                   nvr/status/metrics/proc-a nvr/detections/7 nvr/snapshots/7 nvr/replies/desk-1 \
                                   nvr/orchestrator/events nvr/orchestrator/status/2 \
                                   nvr/orchestrator/rejected nvr/orchestrator/leader nvr/cameras/2 \
                                   nvr/control/status/proc-a/more \
                                   nvr/elsewhere
                    viewer       | nvr/control/status/proc-a nvr/status/metrics/proc-a \
                                   nvr/detections/7 nvr/orchestrator/status/2 nvr/cameras/2
                    """)
    void role_reads_what_it_needs_and_nothing_else(String role, String allowed) {
        String granted = allowed.split("\\s+")[0];
        try (MqttProbe witness = as("witness");
                MqttProbe probe = as(role).subscribe("#")) {
            TOPICS.forEach(topic -> witness.publish(topic, "a word"));
            // One more that it may read: all that came before it has come.
            witness.publish(granted, "the end");
            probe.await(message -> message.payload().equals("the end"), SOON);

            assertThat(topics(probe, "a word")).containsExactlyInAnyOrder(allowed.split("\\s+"));
        }
    }

    @Test
    void retained_status_is_cleared_by_who_may_forget_it_and_by_nobody_else() {
        String topic = "nvr/control/status/" + UUID.randomUUID();
        try (MqttProbe processor = as("processor");
                MqttProbe viewer = as("viewer");
                MqttProbe orchestrator = as("orchestrator")) {
            processor.publish(topic, "{}", 1, true, null);
            assertThatThrownBy(() -> viewer.publish(topic, "", 1, true, null))
                    .hasMessageContaining("135");
            try (MqttProbe later = as("viewer").subscribe(topic)) {
                later.await(message -> message.retained(), SOON);
            }

            orchestrator.publish(topic, "", 1, true, null);

            try (MqttProbe witness = as("witness").subscribe(topic, "fence/#")) {
                fence(witness);
                assertThat(witness.messages(topic)).isEmpty();
            }
        }
    }

    @Test
    void nobody_gets_in_without_a_password() {
        assertThatThrownBy(() -> new MqttProbe(broker.url())).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> as("viewer", "wrong")).isInstanceOf(AssertionError.class);
    }

    /** Returns when all that was published before has come. */
    private static void fence(MqttProbe witness) {
        String mark = UUID.randomUUID().toString();
        witness.publish("fence/" + mark, mark);
        witness.await(message -> message.payload().equals(mark), SOON);
    }

    private static List<String> topics(MqttProbe probe, String payload) {
        return probe.messages("#").stream()
                .filter(message -> message.payload().equals(payload))
                .map(MqttProbe.Received::topic)
                .toList();
    }

    private static MqttProbe as(String user) {
        return as(user, user);
    }

    private static MqttProbe as(String user, String password) {
        return new MqttProbe(
                broker.url(),
                options -> {
                    options.setUserName(user);
                    options.setPassword(password.getBytes(UTF_8));
                });
    }

    private static String shipped() {
        try {
            return Files.readString(Path.of("docker/mosquitto/acl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
