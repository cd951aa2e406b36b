package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.observe.HttpServerException;
import org.cupertino.nvr.observe.ObserveServer;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class PrometheusIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final int brokerPort = Ports.free();
    private final String url = "tcp://127.0.0.1:" + brokerPort;

    @Test
    void series_follow_cameras_and_the_name_and_agree_with_the_metrics_over_mqtt() {
        Map<String, String> settings = settings(2);
        int port = Ports.free();
        settings.put("http-port", Integer.toString(port));
        Http metrics = new Http(port);
        try (RunningProcessor processor = new RunningProcessor(settings);
                MqttProbe probe = new MqttProbe(url).subscribe("nvr/#")) {
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(metrics.series())
                                            .anyMatch(positive("nvr_frames_sampled_total", 0))
                                            .anyMatch(positive("nvr_frames_sampled_total", 1))
                                            .anyMatch(positive("nvr_wait_seconds_count", 0))
                                            .anyMatch(positive("nvr_latency_seconds_count", 0))
                                            .anyMatch(positive("nvr_decode_seconds_sum", 0))
                                            .anyMatch(positive("nvr_scale_seconds_sum", 0))
                                            .anyMatch(positive("nvr_frames_analysed_total", 0))
                                            .anyMatch(
                                                    positive(
                                                            "nvr_inference_seconds_count",
                                                            "model_id=\"nanodet-g\""))
                                            .anyMatch(
                                                    positive(
                                                            "nvr_inference_recent_seconds",
                                                            "quantile=\"0.99\""))
                                            .anyMatch(
                                                    positive(
                                                            "nvr_model_info",
                                                            "model_id=\"nanodet-g\""))
                                            .anyMatch(
                                                    positive(
                                                            "nvr_mqtt_connected",
                                                            "connection=\"commands\""))
                                            .anyMatch(positive("process_native_memory_bytes", ""))
                                            .anyMatch(
                                                    line ->
                                                            line.startsWith(
                                                                    "nvr_detections_total{class_name=\"person\""))
                                            .anyMatch(
                                                    line ->
                                                            line.startsWith(
                                                                            "nvr_publish_seconds_sum")
                                                                    && !line.endsWith(" 0.0")));

            command(probe, "{\"command\":\"pause\",\"request_id\":\"p\"}", "p", "scraped");
            probe.clear();
            command(probe, "{\"command\":\"metrics\",\"request_id\":\"m\"}", "m", "scraped");
            JsonNode published =
                    probe.await(m -> m.topic().equals("nvr/status/metrics/scraped"), SOON).json();
            JsonNode camera = published.at("/sources/0");
            assertThat(metrics.series())
                    .contains(
                            "nvr_frames_sampled_total{instance_id=\"scraped\",source_id=\"0\"} "
                                    + camera.get("frames_sampled").asDouble(),
                            "nvr_camera_reconnects_total{instance_id=\"scraped\",source_id=\"0\"} "
                                    + camera.get("reconnects").asDouble(),
                            "nvr_messages_dropped_total{connection=\"publisher\",instance_id=\"scraped\"} "
                                    + published.get("messages_dropped").asDouble())
                    .filteredOn(
                            line ->
                                    line.startsWith("nvr_frames_dropped_total{")
                                            && line.contains("source_id=\"0\""))
                    .hasSize(3)
                    .extracting(PrometheusIT::value)
                    .satisfies(
                            reasons ->
                                    assertThat(
                                                    reasons.stream()
                                                            .mapToDouble(Double::doubleValue)
                                                            .sum())
                                            .isEqualTo(camera.get("frames_dropped").asDouble()));
            // As the status says it, which follows changes of cameras twice a second.
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(metrics.series())
                                            .contains(
                                                    "nvr_camera_state{instance_id=\"scraped\",source_id=\"0\",state=\"paused\"}"
                                                            + " 1.0"));

            command(
                    probe,
                    "{\"command\":\"remove_stream\",\"params\":{\"source_id\":1},\"request_id\":\"r\"}",
                    "r",
                    "scraped");
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(metrics.series())
                                            .noneMatch(line -> line.contains("source_id=\"1\"")));

            command(
                    probe,
                    "{\"command\":\"rename_instance\",\"params\":{\"new_instance_id\":\"other\"},"
                            + "\"request_id\":\"n\"}",
                    "n",
                    "other");
            assertThat(metrics.series())
                    .noneMatch(line -> line.contains("instance_id=\"scraped\""))
                    .anyMatch(line -> line.contains("instance_id=\"other\",source_id=\"0\""))
                    .noneMatch(line -> line.startsWith("camel_"));
        }
    }

    @Test
    void processors_of_one_machine_take_different_ports() throws Exception {
        DefaultCamelContext[] contexts = {new DefaultCamelContext(), new DefaultCamelContext()};
        for (DefaultCamelContext context : contexts) {
            context.start();
        }
        try (ObserveServer first =
                        ObserveServer.start(contexts[0], "127.0.0.1", OptionalInt.empty());
                ObserveServer second =
                        ObserveServer.start(contexts[1], "127.0.0.1", OptionalInt.empty())) {
            assertThat(first.port()).isGreaterThanOrEqualTo(9876);
            assertThat(second.port()).isGreaterThan(first.port());
            assertThat(new Http(first.port()).status("/observe/metrics")).isEqualTo(200);
            assertThat(new Http(second.port()).status("/observe/metrics")).isEqualTo(200);
        } finally {
            for (DefaultCamelContext context : contexts) {
                context.stop();
            }
        }
    }

    @Test
    void a_taken_port_is_told_in_one_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(
                            () ->
                                    ObserveServer.start(
                                            context,
                                            "127.0.0.1",
                                            OptionalInt.of(taken.getLocalPort())))
                    .isInstanceOf(HttpServerException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--http-port");
        }
    }

    @Test
    void port_0_serves_nothing_and_the_processor_works() {
        Map<String, String> settings = settings(1);
        settings.put("http-port", "0");
        try (RunningProcessor processor = new RunningProcessor(settings);
                MqttProbe probe = new MqttProbe(url).subscribe("nvr/status/metrics/scraped")) {
            probe.await(
                    message ->
                            message.json().at("/sources/0/frames_sampled").asInt() > 0
                                    && message.json().get("inference_throughput").asDouble() > 0
                                    && message.json().at("/inference_time_ms/p99").asDouble() > 0
                                    && message.json().path("avg_latency_ms").asDouble() > 0,
                    SOON);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("vert.x"));
        }
    }

    private Map<String, String> settings(int cameras) {
        Map<String, String> settings = RunningProcessor.settings("scraped", url, cameras);
        settings.put("embedded-broker", "true");
        settings.put("embedded-broker-port", Integer.toString(brokerPort));
        return settings;
    }

    private static Predicate<String> positive(String name, int sourceId) {
        return positive(name, "source_id=\"" + sourceId + "\"");
    }

    private static Predicate<String> positive(String name, String label) {
        return line -> line.matches(name + "[{ ].*") && line.contains(label) && value(line) > 0;
    }

    private static double value(String series) {
        return Double.parseDouble(series.substring(series.lastIndexOf(' ') + 1));
    }

    private static void command(MqttProbe probe, String payload, String request, String id) {
        probe.publish("nvr/control/commands", payload);
        probe.await(
                message ->
                        message.topic().equals("nvr/control/acks/" + id)
                                && message.json().path("request_id").asText().equals(request)
                                && message.json().path("ack_status").asText().equals("completed"),
                SOON);
    }
}
