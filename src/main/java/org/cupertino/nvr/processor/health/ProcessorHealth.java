package org.cupertino.nvr.processor.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.cupertino.nvr.observe.Check;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.camera.InferenceWorkers;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;

/**
 * What makes a processor healthy. It is live while its workers finish frames, and ready when it has
 * a model. Camera problems never change readiness, as restarting a processor repairs no camera; the
 * response lists them.
 */
public final class ProcessorHealth {
    /** Longer than any network takes for a frame, on any machine. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private ProcessorHealth() {}

    /** The checks {@code workers}, {@code model} and {@code cameras}. */
    public static List<Check> checks(
            Detector detector, CameraView cameras, InferenceWorkers workers) {
        return List.of(
                Check.liveness("workers", result -> workers(workers, result)),
                Check.readiness("model", result -> model(detector, result)),
                Check.readiness("cameras", result -> cameras(cameras, result)));
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

    private static void model(Detector detector, HealthCheckResultBuilder result) {
        detector.modelId()
                .ifPresentOrElse(
                        id -> result.up().message(id),
                        () -> result.down().message("No model is loaded"));
    }

    private static void cameras(CameraView cameras, HealthCheckResultBuilder result) {
        List<SourceStatus> all = cameras.statuses();
        Map<SourceState, Long> counts =
                all.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SourceStatus::state, TreeMap::new, Collectors.counting()));
        all.forEach(source -> result.detail("camera-" + source.sourceId(), text(source)));
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

    private static String text(SourceStatus source) {
        return source.state().wireName() + (source.reason() == null ? "" : ": " + source.reason());
    }
}
