package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an orchestrator that is gone leaves changed ends by itself. */
@Timeout(300)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class LeaseIT {
    private static final String CLIP = "src/main/resources/demo/people.mp4";

    @RegisterExtension static final Mosquitto broker = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();
    private CommandDesk desk;

    @BeforeEach
    void connect() {
        desk = new CommandDesk(broker);
    }

    @AfterEach
    void disconnect() {
        desk.close();
    }

    @Test
    void cameras_return_to_their_own_rates() {
        try (RunningProcessor processor = running("rates", "0=%1$s 1=%1$s".formatted(CLIP))) {
            desk.complete("rates", "set_fps", "{\"source_id\":1,\"max_fps\":3}");

            desk.complete("rates", "set_fps", "{\"max_fps\":9,\"lease_s\":2}");
            JsonNode leased = awaitStatus("rates", status -> status.has("leases"));
            assertThat(rates(leased)).containsExactly(9.0, 9.0);
            assertThat(leased.path("max_fps").asDouble()).isEqualTo(9);
            assertThat(leased.path("leases")).hasSize(3);
            desk.probe.clear();

            JsonNode after = awaitStatus("rates", status -> !status.has("leases"));
            assertThat(rates(after)).containsExactly(1.0, 3.0);
            assertThat(after.path("max_fps").asDouble()).isEqualTo(1);
        }
    }

    @Test
    void removed_camera_returns_with_its_credentials_and_its_pause() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = guarded(threads);
        String uri = "http://nurse:S3CRET@127.0.0.1:%d/x".formatted(server.getAddress().getPort());
        try (RunningProcessor processor = running("removed", "0=%s 7=%s".formatted(CLIP, uri))) {
            desk.awaitFrames(7, 1);
            desk.complete("removed", "remove_stream", "{\"source_id\":7,\"lease_s\":2}");
            JsonNode away = awaitStatus("removed", status -> status.has("leases"));
            assertThat(away.path("sources")).hasSize(1);
            assertThat(away.at("/leases/0/what").asText()).isEqualTo("removed");
            assertThat(away.at("/leases/0/source_id").asInt()).isEqualTo(7);
            int shown = desk.detections(7).size();
            // That it shows anything means that it was let in.
            desk.awaitFrames(7, 1);
            assertThat(desk.detections(7)).hasSizeGreaterThan(shown);

            desk.complete("removed", "pause", "{\"source_id\":7}");
            desk.complete("removed", "remove_stream", "{\"source_id\":7,\"lease_s\":3600}");
            desk.probe.clear();
            desk.complete("removed", "remove_stream", "{\"source_id\":7,\"lease_s\":0}");
            JsonNode back = awaitStatus("removed", status -> status.path("sources").size() == 2);
            assertThat(back.at("/sources/1/state").asText()).isEqualTo("paused");
            desk.probe.clear();
            desk.complete("removed", "resume", "{\"source_id\":7}");
            desk.awaitFrames(7, 1);
            assertThat(desk.probe.messages("#")).noneMatch(m -> m.payload().contains("S3CRET"));
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void process_ends_in_order_when_pings_do_not_keep_it_alive_any_more() {
        ProcessorProcess processor =
                processors
                        .environment("NVR_MQTT_URL", broker.url())
                        .start("processor", "--instance-id", "mortal", "--lease", "30s");
        JsonNode running = desk.awaitStatus("mortal", "running");
        assertThat(running.at("/leases/0/what").asText()).isEqualTo("process");

        desk.complete("mortal", "ping", "{\"lease_s\":4}");
        for (int second = 0; second < 8; second++) {
            String request = desk.send("mortal", "ping", "{\"lease_s\":4}");
            desk.finalAck(request);
            await().pollDelay(Duration.ofSeconds(1)).atMost(CommandDesk.SOON).until(() -> true);
        }
        assertThat(processor.isAlive()).isTrue();
        desk.complete("mortal", "ping", "{}");

        assertThat(processor.awaitExit(Duration.ofSeconds(25))).isZero();
        assertThat(desk.awaitStatus("mortal", "stopped").path("reason").asText())
                .isEqualTo("The lease ended: nobody renewed it");
        assertThat(last("mortal").path("status").asText()).isEqualTo("stopped");
        assertThat(processor.toString()).contains("WARN", "nobody renewed its lease");
    }

    @Test
    void process_that_never_gets_a_ping_ends_even_when_started_without_a_broker() {
        ProcessorProcess processor =
                processors
                        .environment("NVR_MQTT_URL", "tcp://127.0.0.1:1")
                        .start("processor", "--instance-id", "lonely", "--lease", "1s");
        assertThat(processor.awaitExit(CommandDesk.SOON)).isZero();
        assertThat(processor.toString()).contains("nobody renewed its lease");
    }

    private static RunningProcessor running(String id, String streams) {
        return new RunningProcessor(
                        Map.of(
                                "mqtt-url",
                                broker.url(),
                                "file-playback",
                                "loop",
                                "instance-id",
                                id,
                                "stream",
                                streams,
                                "max-fps",
                                "1",
                                "metrics-interval",
                                "1h"))
                .awaitConnected();
    }

    /** A camera that asks for a password. */
    private static HttpServer guarded(ExecutorService threads) throws IOException {
        byte[] video = Files.readAllBytes(Path.of("src/test/resources/video/size-change.ts"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                        "/x",
                        exchange -> {
                            exchange.getResponseHeaders().set("Content-Type", "video/mp2t");
                            exchange.sendResponseHeaders(200, 0);
                            try (OutputStream out = exchange.getResponseBody()) {
                                out.write(video);
                            }
                        })
                .setAuthenticator(
                        new BasicAuthenticator("camera") {
                            @Override
                            public boolean checkCredentials(String user, String password) {
                                return user.equals("nurse") && password.equals("S3CRET");
                            }
                        });
        server.start();
        return server;
    }

    private static List<Double> rates(JsonNode status) {
        return status.path("sources").findValues("max_fps").stream()
                .map(JsonNode::asDouble)
                .toList();
    }

    private JsonNode awaitStatus(String id, Predicate<JsonNode> wanted) {
        return desk.probe
                .await(
                        message ->
                                message.topic().equals("nvr/control/status/" + id)
                                        && wanted.test(message.json()),
                        CommandDesk.SOON)
                .json();
    }

    private JsonNode last(String id) {
        List<Received> all = desk.probe.messages("nvr/control/status/" + id);
        return all.get(all.size() - 1).json();
    }
}
