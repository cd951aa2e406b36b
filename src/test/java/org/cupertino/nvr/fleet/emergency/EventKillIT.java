package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator that is killed around an event, and the one that is started after it. */
@Timeout(240)
class EventKillIT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;

    @Test
    void event_outlives_the_orchestrator_from_the_moment_it_was_sent() {
        try (Site site = new Site(BROKER, processors, folder, Site.filmed())) {
            ProcessorProcess orchestrator = orchestrator(site);
            site.happens(Site.FALL, 1);
            orchestrator.awaitLine("fall_detected in room 1", Site.SOON);
            orchestrator.killAlone();
            assertThat(retained(1).path("event").asText()).isEqualTo(Site.FALL);

            orchestrator = orchestrator(site);
            orchestrator.awaitLine("Took over room 1", Site.SOON);
            site.happens(Site.ASSISTED, 1);
            orchestrator.awaitLine("resident_assisted in room 1", Site.SOON);
            orchestrator.killAlone();
            assertThat(retained(1).path("event").asText()).isEqualTo(Site.ASSISTED);

            orchestrator = orchestrator(site);
            site.awaitRoom(1, "normal");
            site.happens(Site.FALL, 2);
            orchestrator.killAlone();

            orchestrator(site);
            site.awaitRoom(
                    2,
                    "fallen",
                    room ->
                            room.path("event").asText().equals(Site.FALL)
                                    && !room.path("state").asText().equals("normal"));
        }
    }

    /** It has no model, so that its processors end at once. */
    private static ProcessorProcess orchestrator(Site site) {
        return site.orchestrator("--emergency-model", "none", "--max-emergencies", "1");
    }

    private static JsonNode retained(int room) {
        String topic = "nvr/orchestrator/status/" + room;
        try (MqttProbe late = new MqttProbe(BROKER.url()).subscribe(topic)) {
            return late.await(message -> message.topic().equals(topic), Site.SOON).json();
        }
    }
}
