package org.cupertino.nvr.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.cupertino.nvr.camera.Cameras;
import org.cupertino.nvr.event.SourceState;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.ingest.StreamStats;

/** The meters of one camera, from when it is added to when it is removed. */
final class SourceMeters implements AutoCloseable {
    private final Cameras cameras;
    private final int sourceId;
    private final MeterGroup group;
    private final Timer wait;
    private final Timer latency;
    private volatile SourceStatus last;

    /**
     * @param instance its tags
     * @param status the first
     */
    SourceMeters(MeterRegistry registry, Tags instance, SourceStatus status, Cameras cameras) {
        this.cameras = cameras;
        sourceId = status.sourceId();
        last = status;
        group = new MeterGroup(registry, instance.and("source_id", Integer.toString(sourceId)));
        group.count(
                "nvr.frames.sampled",
                "Frames taken for analysis",
                Tags.empty(),
                () -> stat(StreamStats::framesSampled));
        dropped("skipped", () -> stat(StreamStats::framesSkipped));
        dropped("corrupt", () -> stat(StreamStats::framesCorrupt));
        dropped("failed", () -> cameras.framesFailed(sourceId));
        group.count(
                "nvr.camera.reconnects",
                "Times the stream was opened again",
                Tags.empty(),
                () -> stat(StreamStats::reconnects));
        time("nvr.decode", "Decoding, for one sampled frame", StreamStats::decodeNanos);
        time("nvr.scale", "Scaling one frame to the network", StreamStats::scaleNanos);
        group.oneOf(
                "nvr.camera.state",
                "1 for the state the camera is in, else 0",
                SourceState.values(),
                SourceState::wireName,
                () -> last.state());
        group.gauge(
                "nvr.camera.max.fps",
                null,
                "Frames a second asked for",
                Tags.empty(),
                () -> last.maxFps());
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
                        Tags.empty(),
                        Meters.LIMITS);
        latency =
                group.timer(
                        "nvr.latency",
                        "From the capture of a frame to the publishing of what it showed",
                        Tags.empty(),
                        Meters.LIMITS);
    }

    void follow(SourceStatus status) {
        last = status;
    }

    void waited(Duration time) {
        wait.record(time);
    }

    void published(Duration afterCapture) {
        latency.record(afterCapture);
    }

    private void dropped(String reason, LongSupplier value) {
        group.count(
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
