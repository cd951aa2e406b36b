package org.cupertino.nvr.fleet.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Orchestrators that follow each other on one machine, with a broker's Last Will. */
@Timeout(120)
class LeadershipIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOPIC = "nvr/orchestrator/leader";

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @TempDir Path folder;

    @Test
    void next_one_on_the_machine_leads_before_the_broker_gives_the_dead_one_up() throws Exception {
        Files.createDirectory(folder.resolve("killed"));
        Leadership killed = leadership();
        killed.open(Optional.of(folder.resolve("killed")), () -> {}, () -> {});
        await().atMost(SOON).until(killed::leads);
        Leadership next = leadership();
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe(TOPIC)) {
            String token = probe.await(leader -> true, SOON).json().path("token").asText();
            killed.link().beginShutDown(false);

            next.open(Optional.of(whatItLeft(folder.resolve("killed"))), () -> {}, () -> {});
            await().atMost(SOON).until(next::leads);
            assertThat(probe.messages(TOPIC)).noneMatch(will -> will.payload().isEmpty());

            probe.await(will -> will.payload().isEmpty(), SOON);
            probe.clear();
            String after = probe.await(leader -> true, SOON).json().path("token").asText();
            assertThat(after).isNotEqualTo(token);
            assertThat(next.leads()).as("after the will").isTrue();
        } finally {
            next.close();
        }
    }

    /** The file of a process that is dead is no longer locked, as a copy of it. */
    private Path whatItLeft(Path state) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("left"));
        try (Stream<Path> files = Files.list(state)) {
            Path file = files.findFirst().orElseThrow();
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }

    private static Leadership leadership() throws MqttException {
        MqttSettings settings = new MqttSettings(BROKER.url(), null, null, null, null, null);
        return new Leadership(
                new Instance("orchestrator", Clock.systemUTC()), settings, new Topics("nvr"));
    }
}
