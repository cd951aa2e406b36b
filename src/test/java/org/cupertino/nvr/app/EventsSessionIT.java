package org.cupertino.nvr.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The session that keeps events, with the access list that compose.yaml's broker has. */
@Timeout(240)
class EventsSessionIT {
    private static final int FALLS = 20;

    @RegisterExtension
    static final Mosquitto BROKER =
            new Mosquitto()
                    .user("orchestrator", "orchestrator")
                    .user("caller", "caller")
                    .user("viewer", "viewer")
                    .accessList(shipped());

    @Test
    void account_that_guesses_a_client_id_takes_no_fall_away() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "nvr.mqtt-url",
                        BROKER.url(),
                        "nvr.mqtt-user",
                        "orchestrator",
                        "nvr.mqtt-password",
                        "orchestrator");
        try (MqttProbe witness = as("orchestrator").subscribe("nvr/orchestrator/#");
                MqttProbe caller = as("caller");
                RunningOrchestrator orchestrator = new RunningOrchestrator(settings)) {
            orchestrator.awaitReady();
            MqttClient intruder =
                    new MqttClient(BROKER.url(), "nvr-orchestrator-nvr", new MemoryPersistence());
            for (int room = 0; room < FALLS; room++) {
                takeOver(intruder);
                caller.publish(
                        "nvr/orchestrator/events",
                        "{\"event\":\"fall_detected\",\"room_id\":%d}".formatted(room));
            }
            intruder.disconnect();
            intruder.close();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(heard(witness)).hasSize(FALLS));
        }
    }

    private static void takeOver(MqttClient intruder) throws MqttException {
        if (!intruder.isConnected()) {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName("viewer");
            options.setPassword("viewer".getBytes(UTF_8));
            intruder.connect(options);
        }
    }

    /** What each event led to: a rejection, or the first status of its room. */
    private static Set<String> heard(MqttProbe witness) {
        Set<String> heard = new HashSet<>();
        for (Received message : witness.messages("nvr/orchestrator/status/+")) {
            heard.add(message.topic());
        }
        int rejections = witness.messages("nvr/orchestrator/rejected").size();
        for (int i = 0; i < rejections; i++) {
            heard.add("rejection " + i);
        }
        return heard;
    }

    private static String shipped() {
        try {
            return Files.readString(Path.of("docker/mosquitto/acl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MqttProbe as(String user) {
        return new MqttProbe(
                BROKER.url(),
                options -> {
                    options.setUserName(user);
                    options.setPassword(user.getBytes(UTF_8));
                });
    }
}
