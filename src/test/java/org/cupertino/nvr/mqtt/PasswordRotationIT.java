package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.cupertino.nvr.support.Mosquitto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class PasswordRotationIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto().user("nvr", "new");

    @Test
    void link_is_back_by_itself_when_the_password_is_the_brokers_again() throws Exception {
        AtomicReference<String> password = new AtomicReference<>("old");
        MqttLink link =
                new MqttLink(
                        "test",
                        new MqttSettings(BROKER.url(), "nvr", password::get, null, null, null),
                        null);
        link.open();
        try {
            await().atMost(SOON).until(() -> link.problem().isPresent());
            assertThat(link.problem().orElseThrow()).contains("not authorised");
            password.set("new");
            assertThat(link.awaitUp(SOON)).isTrue();
        } finally {
            link.shutDown();
        }
    }
}
