package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.posture.Composed;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From what a camera shows to the emergency. */
@Timeout(240)
class FloorIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private HttpServer camera;
    private MqttProbe probe;
    private RunningProcessor processor;
    private RunningOrchestrator orchestrator;
    private volatile String shows = "standing";
    private int pictures;

    @BeforeEach
    void start() throws IOException {
        camera = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        camera.createContext("/", this::picture);
        camera.start();
        probe = new MqttProbe(BROKER.url()).subscribe("nvr/#");
        Map<String, String> settings =
                new HashMap<>(RunningProcessor.settings("main", BROKER.url(), 1));
        settings.put("stream", "2=http://127.0.0.1:" + camera.getAddress().getPort() + "/2.jpg");
        settings.put("max-fps", "1");
        processor = new RunningProcessor(settings);
        orchestrator =
                new RunningOrchestrator(
                        Map.of("nvr.mqtt-url", BROKER.url(), "nvr.fall-rule", "true"));
        orchestrator.awaitReady();
    }

    @AfterEach
    void stop() {
        orchestrator.close();
        processor.close();
        probe.close();
        camera.stop(0);
    }

    @Test
    void who_lies_on_the_floor_is_an_emergency_and_who_stands_or_sits_is_none() {
        for (String harmless : List.of("standing", "sitting", "standing")) {
            show(harmless, 4);
        }
        assertThat(probe.messages("nvr/orchestrator/notices/2")).isEmpty();

        shows = "lying";
        for (String topic : List.of("notices", "status")) {
            await().atMost(SOON)
                    .until(() -> !probe.messages("nvr/orchestrator/" + topic + "/2").isEmpty());
        }

        JsonNode notice = probe.messages("nvr/orchestrator/notices/2").get(0).json();
        assertThat(notice.path("notice").asText()).isEqualTo("person_on_floor");
        assertThat(notice.path("confidence").asDouble()).isBetween(0.2, 1.0);
        assertThat(probe.messages("nvr/orchestrator/status/2").get(0).json().path("event").asText())
                .isEqualTo("person_on_floor");
    }

    /** Returns when that was seen so often. */
    private void show(String group, int samples) {
        shows = group;
        int before = probe.messages("nvr/detections/2").size();
        await().atMost(SOON)
                .until(() -> probe.messages("nvr/detections/2").size() >= before + samples);
    }

    private synchronized void picture(HttpExchange exchange) throws IOException {
        BufferedImage image = Composed.picture(shows, 3).image();
        // One that is the same again would be stale.

        image.createGraphics().drawString(Integer.toString(++pictures), 4, 14);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(200, jpeg.size());
        jpeg.writeTo(exchange.getResponseBody());
        exchange.close();
    }
}
