package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.SimulatedProcessor;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wall behind a real broker, as a browser sees it. */
@Timeout(240)
class WallIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2};
    private final HttpClient browser = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Main main = new Main();
    private String wall;

    @BeforeEach
    void startWall() {
        Map<String, String> settings =
                Map.of(
                        "nvr.mqtt-url", MOSQUITTO.url(),
                        "nvr.http-port", "0",
                        "nvr.wall-port", "0");
        WallConfiguration configuration =
                new WallConfiguration(WallOptions.from(settings::get), Optional.empty());
        main.configure().addConfiguration(configuration);
        main.configure()
                .setRoutesIncludePattern(ProgramFolders.wallRoutesPattern(Optional.empty()));
        main.configure().setShutdownTimeout(2);
        main.start();
        wall = "http://127.0.0.1:" + configuration.port();
        browser.sendAsync(
                        HttpRequest.newBuilder(URI.create(wall + "/events")).build(),
                        HttpResponse.BodyHandlers.ofLines())
                .thenAccept(
                        answer -> {
                            try (Stream<String> body = answer.body()) {
                                body.forEach(lines::add);
                            }
                        });
    }

    @AfterEach
    void stopWall() {
        main.stop();
    }

    @Test
    void event_picture_and_command_go_their_ways_and_a_broker_that_restarts_is_no_end()
            throws Exception {
        try (SimulatedProcessor processor = processor("nvr-1");
                MqttProbe probe =
                        new MqttProbe(MOSQUITTO.url()).subscribe("nvr/control/commands")) {
            awaitLine("\"source_id\":2,.*\"state\":\"live\".*\"instance_id\":\"nvr-1\"");
            assertThat(processor.hasEnded()).isFalse();
            awaitLine("\"instance_id\":\"nvr-1\",\"state\":\"running\".*\"cameras\":\\[2]");

            assertThat(
                            post(
                                            "/view",
                                            "{\"page\":\"%s\",\"cameras\":[2],\"width\":320}"
                                                    .formatted(page()))
                                    .statusCode())
                    .isEqualTo(204);
            probe.await(
                    message ->
                            message.json().path("command").asText().equals("snapshot")
                                    && message.json().at("/params/width").asInt() == 320
                                    && message.json().at("/params/lease_s").asInt() > 0
                                    && message.json()
                                            .path("target_instances")
                                            .toString()
                                            .equals("[\"nvr-1\"]"),
                    SOON);

            publishPicture();
            await().atMost(SOON).until(() -> picture().statusCode() == 200);
            assertThat(picture().body()).isEqualTo(JPEG);

            HttpResponse<byte[]> answer =
                    post(
                            "/commands",
                            "{\"command\":\"pause\",\"target_instances\":[\"nvr-1\"],"
                                    + "\"params\":{\"source_id\":2}}");
            assertThat(answer.statusCode()).isEqualTo(202);
            awaitLine("\"instance_id\":\"nvr-1\",\"status\":\"completed\",\"command\":\"pause\"");
        }
        MOSQUITTO.stop();
        awaitLine("\"connected\":false");
        lines.clear();
        MOSQUITTO.start();
        try (SimulatedProcessor processor = processor("nvr-2")) {
            awaitLine("\"connected\":true");
            assertThat(processor.hasEnded()).isFalse();
            awaitLine("\"source_id\":2,.*\"watched_by\":\\[\"nvr-2\"].*\"instance_id\":\"nvr-2\"");
        }
    }

    private static SimulatedProcessor processor(String id) {
        return new SimulatedProcessor(MOSQUITTO.url(), options -> {}, id, false, 5, 2);
    }

    private void awaitLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        await(regex)
                .atMost(SOON)
                .until(() -> lines.stream().anyMatch(line -> pattern.matcher(line).find()));
    }

    private String page() {
        return lines.get(1).replaceAll(".*\"page\":\"([^\"]+)\".*", "$1");
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(wall + path))
                        .header("Content-Type", "application/json")
                        .header("Origin", wall)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> picture() throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(wall + "/pictures/2/nvr-1/77")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void publishPicture() throws MqttException {
        MqttProperties about = new MqttProperties();
        about.setUserProperties(
                List.of(
                        new UserProperty("instance_id", "nvr-1"),
                        new UserProperty("frame_id", "77"),
                        new UserProperty("timestamp", Instant.now().toString())));
        MqttClient client = new MqttClient(MOSQUITTO.url(), "pictures", new MemoryPersistence());
        client.connect();
        client.publish("nvr/snapshots/2", new MqttMessage(JPEG, 1, false, about));
        client.disconnect();
        client.close();
    }
}
