package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.metrics.Recent.Reading;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Metrics.Percentiles;

/**
 * The meters of what the network does for all cameras, while the instance keeps its id. Not
 * thread-safe.
 */
final class AnalysisMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags instance;
    private final MeterGroup group;
    private final Map<String, Timer> inferences = new HashMap<>();
    private final Map<String, Counter> detections = new HashMap<>();
    private final Recent lately;
    private MeterGroup recentGroup;
    private Timer recent;
    private Duration window;

    /**
     * @param instance its tags
     * @param lately how many frames were analysed lately, under an earlier id too
     */
    AnalysisMeters(MeterRegistry registry, Tags instance, Recent lately, Duration window) {
        this.registry = registry;
        this.instance = instance;
        this.lately = lately;
        group = new MeterGroup(registry, instance);
        follow(window);
    }

    /** Takes percentiles over that window from now on; another window begins anew. */
    void follow(Duration now) {
        if (now.equals(window)) {
            return;
        }
        if (recentGroup != null) {
            recentGroup.close();
        }
        window = now;
        recentGroup = new MeterGroup(registry, instance);
        recent =
                recentGroup.percentiles(
                        "nvr.inference.recent",
                        "The network and its post-processing, for one frame of the last window",
                        window);
    }

    void analysed(Inference inference) {
        lately.rises(reading());
        Duration time = Duration.ofNanos(Math.round(inference.inferenceTimeMs() * 1e6));
        recent.record(time);
        inferences
                .computeIfAbsent(
                        inference.modelId(),
                        id ->
                                group.timer(
                                        "nvr.inference",
                                        "The network and its post-processing, for one frame",
                                        Tags.of("model_id", id)))
                .record(time);
        for (Detection detection : inference.detections()) {
            detections
                    .computeIfAbsent(
                            detection.className(),
                            name ->
                                    group.counter(
                                            "nvr.detections",
                                            "Things seen, once in each frame",
                                            Tags.of("class_name", name)))
                    .increment();
        }
    }

    /** Frames a second within the window. */
    double throughput() {
        return lately.rise(window, reading()).perSecond();
    }

    /** Within the window. */
    Percentiles inferenceTimeMs() {
        ValueAtPercentile[] of = recent.takeSnapshot().percentileValues();
        return new Percentiles(ms(of[0]), ms(of[1]), ms(of[2]));
    }

    /** No network takes no time: zero stands for no frames. */
    private static Double ms(ValueAtPercentile value) {
        double nanos = value.value();
        return nanos > 0 ? Double.valueOf(Math.round(nanos / 1e3) / 1e3) : null;
    }

    private Reading reading() {
        long count = inferences.values().stream().mapToLong(Timer::count).sum();
        return new Reading(registry.config().clock().monotonicTime(), count, 0);
    }

    @Override
    public void close() {
        lately.replaced(reading());
        group.close();
        recentGroup.close();
    }
}
