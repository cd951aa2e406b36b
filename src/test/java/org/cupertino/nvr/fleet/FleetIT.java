package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class FleetIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private final MqttSettings settings =
            new MqttSettings(BROKER.url(), null, null, null, null, null);

    @Test
    void every_listener_hears_of_each_status_and_of_its_removal() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (Fleet fleet = new Fleet("test", settings, "nvr");
                MqttProbe probe = new MqttProbe(BROKER.url())) {
            fleet.onChange(first::incrementAndGet);
            fleet.onChange(second::incrementAndGet);
            fleet.open();
            await().atMost(SOON).until(() -> first.get() == 1 && second.get() == 1);

            probe.publish(
                    fleet.topics().status("proc-a"),
                    "{\"instance_id\":\"proc-a\",\"status\":\"running\",\"sources\":[]}");
            await().atMost(SOON).until(() -> first.get() == 2 && second.get() == 2);
            assertThat(fleet.live()).containsExactly("proc-a");

            probe.publish(fleet.topics().status("proc-a"), "");
            await().atMost(SOON).until(() -> first.get() == 3 && second.get() == 3);
            assertThat(fleet.statuses()).isEmpty();
        }
    }
}
