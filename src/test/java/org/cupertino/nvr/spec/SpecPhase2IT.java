package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.spec.Example.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One command topic; who is meant obeys. */
class SpecPhase2IT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();

    @Test
    void all_answer_a_broadcast_and_only_the_target_pauses(@TempDir Path folder) {
        Example example = new Example(2, BROKER, processors, folder);
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/control/#")) {
            example.typeProcessors(2);

            example.typePublish();
            for (String id : List.of("proc-a", "proc-b")) {
                probe.await(Example.completed(id, "status"), SOON);
            }
            assertThat(example.typeSubscribe())
                    .allMatch(status -> status.get("status").asText().equals("running"))
                    .extracting(status -> status.get("instance_id").asText())
                    .containsExactlyInAnyOrder("proc-a", "proc-b");

            example.typePublish();
            probe.await(Example.completed("proc-a", "pause"), SOON);
            probe.await(Example.status("proc-a", "paused"), SOON);
            // The specification shows proc-a's. Statuses are retained, so the first to come may as
            // well be what proc-b said before.
            assertThat(example.typeSubscribe())
                    .singleElement()
                    .matches(SpecPhase2IT::isPausedExactlyIfProcA);
            example.assertDone();

            // Each processor answers in order: one that had heard the pause would have said so.
            probe.publish("nvr/control/commands/proc-b", "{\"command\": \"ping\"}");
            probe.await(Example.completed("proc-b", "ping"), SOON);
            assertThat(probe.messages("nvr/control/acks/proc-b"))
                    .noneMatch(ack -> ack.json().get("command").asText().equals("pause"));
            assertThat(probe.messages("nvr/control/status/proc-b"))
                    .noneMatch(Example.status("proc-b", "paused"));
        }
    }

    private static boolean isPausedExactlyIfProcA(JsonNode status) {
        return status.get("status").asText().equals("paused")
                == status.get("instance_id").asText().equals("proc-a");
    }
}
