package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.spec.Example.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A command for some of many. */
class SpecPhase4IT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();

    @Test
    void listed_processors_change_their_rate_and_the_others_do_not(@TempDir Path folder) {
        Example example = new Example(4, BROKER, processors, folder);
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/control/#")) {
            example.typeProcessors(3);

            example.typePublish();
            probe.await(Example.completed("proc-a", "set_fps"), SOON);
            probe.await(Example.completed("proc-c", "set_fps"), SOON);

            example.typePublish();
            for (String id : List.of("proc-a", "proc-b", "proc-c")) {
                probe.await(Example.completed(id, "status"), SOON);
            }
            Map<String, JsonNode> statuses =
                    example.typeSubscribe().stream()
                            .collect(
                                    Collectors.toMap(
                                            status -> status.get("instance_id").asText(),
                                            status -> status));
            example.assertDone();

            assertThat(statuses).containsOnlyKeys("proc-a", "proc-b", "proc-c");
            assertRate(statuses.get("proc-a"), 0.05);
            assertRate(statuses.get("proc-b"), 1.0);
            assertRate(statuses.get("proc-c"), 0.05);
        }
    }

    private static void assertRate(JsonNode status, double maxFps) {
        assertThat(status.get("max_fps").asDouble()).isEqualTo(maxFps);
        assertThat(status.get("sources"))
                .hasSize(2)
                .allMatch(source -> source.get("max_fps").asDouble() == maxFps);
    }
}
