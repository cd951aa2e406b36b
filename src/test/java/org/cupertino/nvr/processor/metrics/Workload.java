package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.SourceMetrics;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/** Meters that record what those of a processor would. */
final class Workload {
    final MockClock clock = new MockClock();
    final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);

    /** Asks for one frame a second, if nothing else is said. */
    final Cameras cameras =
            new Cameras(
                    new DefaultCamelContext(),
                    (id, uri) -> {
                        throw new AssertionError("There is no camera here");
                    },
                    1,
                    new Leases());

    /** What each camera's stream counts now, or null for what there is without a camera. */
    StreamStats now;

    final Meters meters = new Meters(registry, view(), Duration.ofSeconds(10));

    Workload() {
        meters.connection(
                "publisher", () -> false, new OutgoingFigures(() -> 0, () -> 0, () -> 0, () -> 0));
    }

    private CameraView view() {
        return (CameraView)
                Proxy.newProxyInstance(
                        CameraView.class.getClassLoader(),
                        new Class<?>[] {CameraView.class},
                        (proxy, method, arguments) ->
                                now != null && method.getName().equals("stats")
                                        ? Optional.of(now)
                                        : method.invoke(cameras, arguments));
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
                        null,
                        null,
                        null));
    }

    /** A frame of a camera on its way from the queue to the broker. */
    void frame(int sourceId, String... classNames) {
        frame(sourceId, 20, classNames);
    }

    void frame(int sourceId, double inferenceMs, String... classNames) {
        List<Detection> seen =
                Arrays.stream(classNames)
                        .map(name -> new Detection(name, 0.9f, new BoundingBox(1, 1, 1, 1)))
                        .toList();
        meters.waited(sourceId, Duration.ofMillis(1));
        meters.analysed(sourceId, new Inference("m", inferenceMs, 1, seen));
        meters.published(
                new DetectionEvent(
                        "a",
                        sourceId,
                        1,
                        Instant.EPOCH,
                        "m",
                        inferenceMs,
                        seen,
                        1.0,
                        30.0,
                        10,
                        10));
    }

    /** Of one camera. */
    SourceMetrics source(int sourceId) {
        return meters.source(new SourceStatus(sourceId, SourceState.LIVE, 1, 1.0, null, null, "x"));
    }

    List<String> series() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }
}
