package org.cupertino.nvr.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.camera.Cameras;
import org.cupertino.nvr.event.BoundingBox;
import org.cupertino.nvr.event.Detection;
import org.cupertino.nvr.event.DetectionEvent;
import org.cupertino.nvr.event.InstanceState;
import org.cupertino.nvr.event.SourceState;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.event.Status;
import org.cupertino.nvr.inference.Inference;
import org.cupertino.nvr.lease.Leases;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.mqtt.Outbox;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Meters that are told what a processor would tell them. */
final class Workload {
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Meters meters =
            new Meters(
                    registry,
                    new Cameras(
                            new DefaultCamelContext(),
                            (id, uri) -> {
                                throw new AssertionError("There is no camera here");
                            },
                            1,
                            new Leases()));

    Workload() throws MqttException {
        MqttSettings nowhere = new MqttSettings("tcp://127.0.0.1:1", null, null, null, null, null);
        MqttLink link = new MqttLink("publisher", nowhere, null);
        meters.connection("publisher", link, new Outbox(link, 1));
    }

    void status(String instanceId, String modelId, int... sourceIds) {
        List<SourceStatus> sources =
                IntStream.of(sourceIds)
                        .mapToObj(
                                id ->
                                        new SourceStatus(
                                                id, SourceState.LIVE, 1, 1.0, null, null, "x"))
                        .toList();
        meters.follow(
                new Status(
                        instanceId,
                        InstanceState.RUNNING,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        "1",
                        "h",
                        modelId,
                        1,
                        sources,
                        null,
                        null,
                        null,
                        null));
    }

    /** A frame of a camera on its way from the queue to the broker. */
    void frame(int sourceId, String... classNames) {
        List<Detection> seen =
                Arrays.stream(classNames)
                        .map(name -> new Detection(name, 0.9f, new BoundingBox(1, 1, 1, 1), null))
                        .toList();
        meters.waited(sourceId, Duration.ofMillis(1));
        meters.analysed(new Inference("m", 20, 1, seen));
        meters.published(
                new DetectionEvent(
                        "a", sourceId, 1, Instant.EPOCH, "m", 20, seen, 1.0, 30.0, 10, 10));
    }

    List<String> series() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }
}
