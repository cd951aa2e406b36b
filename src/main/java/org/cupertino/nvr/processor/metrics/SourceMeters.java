package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.processor.metrics.Recent.Reading;
import org.cupertino.nvr.processor.metrics.Recent.Rise;
import org.cupertino.nvr.wire.SourceMetrics;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;

/** The meters of one camera, from when it is added to when it is removed. */
final class SourceMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final CameraView cameras;
    private final int sourceId;
    private final MeterGroup group;
    private final FunctionCounter sampled;
    private final List<FunctionCounter> dropped;
    private final FunctionCounter reconnects;
    private final FunctionCounter lost;
    private final Counter analysed;
    private final Counter masked;
    private final Gauge age;
    private final Timer wait;
    private final Timer latency;
    private final Recent analysedLately;
    private final Recent publishedLately;
    private volatile SourceStatus last;

    /**
     * @param instance its tags
     * @param status the first
     * @param shortest window that will be asked for
     */
    SourceMeters(
            MeterRegistry registry,
            Tags instance,
            SourceStatus status,
            CameraView cameras,
            Duration shortest) {
        this(
                registry,
                instance,
                status,
                cameras,
                new Recent(shortest, registry.config().clock().monotonicTime()),
                new Recent(shortest, registry.config().clock().monotonicTime()));
    }

    private SourceMeters(
            MeterRegistry registry,
            Tags instance,
            SourceStatus status,
            CameraView cameras,
            Recent analysedLately,
            Recent publishedLately) {
        this.registry = registry;
        this.cameras = cameras;
        this.analysedLately = analysedLately;
        this.publishedLately = publishedLately;
        sourceId = status.sourceId();
        last = status;
        group = new MeterGroup(registry, instance.and("source_id", Integer.toString(sourceId)));
        sampled =
                group.count(
                        "nvr.frames.sampled",
                        "Frames taken for analysis",
                        Tags.empty(),
                        () -> stat(StreamStats::framesSampled));
        analysed =
                group.counter(
                        "nvr.frames.analysed",
                        "Frames that the network has looked at",
                        Tags.empty());
        masked =
                group.counter(
                        "nvr.detections.masked",
                        "Things seen that a mask of the camera hides",
                        Tags.empty());
        dropped =
                List.of(
                        dropped("skipped", () -> stat(StreamStats::framesSkipped)),
                        dropped("corrupt", () -> stat(StreamStats::framesCorrupt)),
                        dropped("failed", () -> cameras.framesFailed(sourceId)));
        group.count(
                "nvr.frames.due",
                "Frames that should have been taken: sampled, skipped or lost",
                Tags.empty(),
                () -> stat(StreamStats::framesDue));
        lost =
                group.count(
                        "nvr.frames.lost",
                        "Due frames that nothing could be taken for in time",
                        Tags.empty(),
                        () -> stat(StreamStats::framesLost));
        reconnects =
                group.count(
                        "nvr.camera.reconnects",
                        "Times the stream was opened again",
                        Tags.empty(),
                        () -> stat(StreamStats::reconnects));
        time("nvr.decode", "Decoding, for each sampled frame", StreamStats::decodeNanos);
        time("nvr.scale", "Scaling one frame to the network", StreamStats::scaleNanos);
        group.oneOf(
                "nvr.camera.state",
                "1 for the state the camera is in, else 0",
                SourceState.published(),
                SourceState::wireName,
                () -> cameras.stats(sourceId).map(StreamStats::state).orElse(last.state()));
        group.gauge(
                "nvr.camera.max.fps",
                null,
                "Frames a second asked for",
                Tags.empty(),
                () -> cameras.stats(sourceId).map(StreamStats::maxFps).orElse(last.maxFps()));
        age =
                group.gauge(
                        "nvr.camera.last.frame.age",
                        "seconds",
                        "Since the last sampled frame was captured; NaN before the first",
                        Tags.empty(),
                        this::lastFrameAge);
        wait =
                group.timer(
                        "nvr.wait",
                        "From a frame's handing over to the begin of its analysis",
                        Tags.empty());
        latency =
                group.timer(
                        "nvr.latency",
                        "From the capture of a frame to the publishing of what it showed",
                        Tags.empty());
    }

    void follow(SourceStatus status) {
        last = status;
    }

    void waited(Duration time) {
        wait.record(time);
    }

    void analysed() {
        analysedLately.rises(analyses());
        analysed.increment();
    }

    void masked(int count) {
        masked.increment(count);
    }

    void published(Duration afterCapture) {
        publishedLately.rises(publishings());
        latency.record(afterCapture);
    }

    /** Milliseconds of latency in all, and of how many frames. */
    Rise latencyMs(Duration window) {
        return publishedLately.rise(window, publishings());
    }

    /** What the meters show now. */
    SourceMetrics figures(SourceState state, Duration window) {
        Rise published = latencyMs(window);
        double ageS = age.value();
        long taken = (long) sampled.count();
        long skipped = (long) dropped.get(0).count();
        long missed = (long) lost.count();
        return new SourceMetrics(
                sourceId,
                state,
                analysedLately.rise(window, analyses()).perSecond(),
                published.mean(),
                taken,
                (long) dropped.stream().mapToDouble(FunctionCounter::count).sum(),
                (long) reconnects.count(),
                taken + skipped + missed,
                skipped,
                missed,
                Double.isNaN(ageS) ? null : Double.valueOf(ageS));
    }

    /** Replaces these meters by meters of the same camera with other tags. */
    SourceMeters renamed(Tags instance) {
        analysedLately.replaced(analyses());
        publishedLately.replaced(publishings());
        close();
        return new SourceMeters(registry, instance, last, cameras, analysedLately, publishedLately);
    }

    private Reading analyses() {
        return new Reading(registry.config().clock().monotonicTime(), (long) analysed.count(), 0);
    }

    private Reading publishings() {
        return new Reading(
                registry.config().clock().monotonicTime(),
                latency.count(),
                latency.totalTime(TimeUnit.MILLISECONDS));
    }

    private FunctionCounter dropped(String reason, LongSupplier value) {
        return group.count(
                "nvr.frames.dropped",
                "Frames not analysed: due while the one before was not done, damaged, or failed",
                Tags.of("reason", reason),
                value);
    }

    private void time(String name, String about, ToLongFunction<StreamStats> nanos) {
        group.times(
                name,
                about,
                Tags.empty(),
                () -> stat(StreamStats::framesSampled),
                () -> stat(nanos));
    }

    private long stat(ToLongFunction<StreamStats> value) {
        return cameras.stats(sourceId).map(value::applyAsLong).orElse(0L);
    }

    private double lastFrameAge() {
        return cameras.stats(sourceId)
                .map(StreamStats::lastFrameAt)
                .map(at -> Duration.between(at, Instant.now()).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        group.close();
    }
}
