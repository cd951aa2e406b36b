package org.cupertino.nvr.observe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.camera.InferenceWorkers;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;

/**
 * What makes a processor healthy. It is live while it can work at all, and ready when it is
 * connected, obeys and has a model. Cameras are told of and decide nothing: restarting a processor
 * repairs no camera.
 */
public final class HealthChecks {
    /** Longer than any network takes for a frame, on any machine. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    /** Camel's own, which would take a stopped camera route for a failure. */
    private static final String NOT_OURS = "context,route*,consumer*,producer*";

    private HealthChecks() {}

    /**
     * @param links by what they are for
     */
    public static void register(
            CamelContext context,
            Map<String, MqttLink> links,
            Detector detector,
            Cameras cameras,
            InferenceWorkers workers) {
        HealthCheckRegistry registry = register(context, links);
        registry.register(
                new Check(
                        "workers", HealthCheck.Kind.LIVENESS, result -> workers(workers, result)));
        registry.register(
                new Check("model", HealthCheck.Kind.READINESS, result -> model(detector, result)));
        registry.register(
                new Check(
                        "cameras", HealthCheck.Kind.READINESS, result -> cameras(cameras, result)));
    }

    /**
     * For a program that is ready when it is connected, whatever else it does.
     *
     * @param links by what they are for
     */
    public static HealthCheckRegistry register(CamelContext context, Map<String, MqttLink> links) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.setExcludePattern(NOT_OURS);
        registry.setExposureLevel("full");
        registry.register(
                new Check("broker", HealthCheck.Kind.READINESS, result -> broker(links, result)));
        return registry;
    }

    private static void workers(InferenceWorkers workers, HealthCheckResultBuilder result) {
        if (workers.areStuck(STUCK)) {
            result.down()
                    .message(
                            "Every worker has been at the same frame for more than "
                                    + STUCK.toSeconds()
                                    + " s");
        } else {
            result.up();
        }
    }

    private static void broker(Map<String, MqttLink> links, HealthCheckResultBuilder result) {
        Map<String, String> problems = new TreeMap<>();
        links.forEach(
                (role, link) -> {
                    boolean ready = link.isReady();
                    String state =
                            ready
                                    ? "ready"
                                    : link.isConnected()
                                            ? "subscription not granted"
                                            : "not connected";
                    result.detail(role, state);
                    if (!ready) {
                        problems.put(role, state);
                    }
                });
        result.state(problems.isEmpty() ? HealthCheck.State.UP : HealthCheck.State.DOWN);
        if (!problems.isEmpty()) {
            result.message(
                    problems.entrySet().stream()
                            .map(problem -> problem.getKey() + " " + problem.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void model(Detector detector, HealthCheckResultBuilder result) {
        detector.modelId()
                .ifPresentOrElse(
                        id -> result.up().message(id),
                        () -> result.down().message("No model is loaded"));
    }

    private static void cameras(Cameras cameras, HealthCheckResultBuilder result) {
        List<SourceStatus> all = cameras.statuses();
        Map<SourceState, Long> counts =
                all.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SourceStatus::state, TreeMap::new, Collectors.counting()));
        all.forEach(source -> result.detail("camera-" + source.sourceId(), tell(source)));
        result.up()
                .message(
                        counts.isEmpty()
                                ? "none"
                                : counts.entrySet().stream()
                                        .map(
                                                count ->
                                                        count.getValue()
                                                                + " "
                                                                + count.getKey().wireName())
                                        .collect(Collectors.joining(", ")));
    }

    private static String tell(SourceStatus source) {
        return source.state().wireName() + (source.reason() == null ? "" : ": " + source.reason());
    }
}
