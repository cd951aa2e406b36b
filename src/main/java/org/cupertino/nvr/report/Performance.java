package org.cupertino.nvr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.cupertino.nvr.event.Metrics.Percentiles;

/**
 * The frames analysed and the events published within the last window, for rates and percentiles.
 *
 * <p>The window is the interval at which metrics are published, or as long as the slowest camera
 * needs for three frames if that is longer, but at most ten minutes; shorter while the processor
 * runs for less than that, or where more frames come in it than are remembered. Thread-safe.
 */
public final class Performance {
    private record Sample(long atNanos, int sourceId, double ms) {}

    private static final long LONGEST_WINDOW = TimeUnit.MINUTES.toNanos(10);
    private static final double FRAMES = 3;

    /** A few megabytes. */
    private static final int MOST_SAMPLES = 50_000;

    private final long intervalNanos;
    private final DoubleSupplier slowestFps;
    private final long startedAt;
    private final LongSupplier nanoTime;
    private final Deque<Sample> inferences = new ArrayDeque<>();
    private final Deque<Sample> latencies = new ArrayDeque<>();

    /**
     * @param interval the shortest window
     * @param slowestFps frames a second that the slowest camera is asked for now
     */
    public Performance(Duration interval, DoubleSupplier slowestFps) {
        this(interval, slowestFps, System::nanoTime);
    }

    Performance(Duration interval, DoubleSupplier slowestFps, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.slowestFps = slowestFps;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    /** A frame was analysed, whether or not anything of it will be published. */
    synchronized void analysed(int sourceId, double inferenceMs) {
        add(inferences, sourceId, inferenceMs);
    }

    /** An event goes out now. */
    synchronized void published(int sourceId, double latencyMs) {
        add(latencies, sourceId, latencyMs);
    }

    private void add(Deque<Sample> samples, int sourceId, double ms) {
        if (samples.size() == MOST_SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(nanoTime.getAsLong(), sourceId, ms));
    }

    /** Frames analysed a second; of one camera or of all. */
    synchronized double throughput(OptionalInt sourceId) {
        return chosen(inferences, sourceId).size() * 1e9 / window(inferences);
    }

    /** Mean publish minus capture in milliseconds, or null without events. */
    Double latencyMs(OptionalInt sourceId) {
        List<Sample> of = chosen(latencies, sourceId);
        return of.isEmpty()
                ? null
                : Double.valueOf(of.stream().mapToDouble(Sample::ms).average().orElseThrow());
    }

    Percentiles inferenceTimeMs() {
        double[] sorted =
                chosen(inferences, OptionalInt.empty()).stream()
                        .mapToDouble(Sample::ms)
                        .sorted()
                        .toArray();
        return sorted.length == 0
                ? new Percentiles(null, null, null)
                : new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    /** Nearest-rank percentile. */
    private static double rank(double[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private synchronized List<Sample> chosen(Deque<Sample> samples, OptionalInt sourceId) {
        long oldest = nanoTime.getAsLong() - LONGEST_WINDOW;
        while (!samples.isEmpty() && samples.getFirst().atNanos() - oldest < 0) {
            samples.removeFirst();
        }
        long from = nanoTime.getAsLong() - window(samples);
        return samples.stream()
                .filter(s -> s.atNanos() - from >= 0)
                .filter(s -> sourceId.isEmpty() || s.sourceId() == sourceId.getAsInt())
                .toList();
    }

    private long window(Deque<Sample> samples) {
        long now = nanoTime.getAsLong();
        long wanted = (long) Math.min(LONGEST_WINDOW, FRAMES * 1e9 / slowestFps.getAsDouble());
        // Before that nothing could come, and of what came before the first sample nothing is left.
        long known =
                samples.size() == MOST_SAMPLES
                        ? now - samples.getFirst().atNanos()
                        : Math.max(intervalNanos, now - startedAt);
        return Math.max(1, Math.min(Math.max(intervalNanos, wanted), known));
    }
}
