package org.cupertino.nvr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.cupertino.nvr.event.Metrics.Percentiles;

/**
 * The frames analysed and the events published within the last window, for rates and percentiles.
 * Thread-safe.
 */
public final class Performance {
    private record Sample(long atNanos, int sourceId, double ms) {}

    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final Deque<Sample> inferences = new ArrayDeque<>();
    private final Deque<Sample> latencies = new ArrayDeque<>();

    public Performance(Duration window) {
        this(window, System::nanoTime);
    }

    Performance(Duration window, LongSupplier nanoTime) {
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A frame was analysed, whether or not anything of it will be published. */
    synchronized void analysed(int sourceId, double inferenceMs) {
        inferences.addLast(new Sample(nanoTime.getAsLong(), sourceId, inferenceMs));
        forgetOld(inferences);
    }

    /** An event goes out now. */
    synchronized void published(int sourceId, double latencyMs) {
        latencies.addLast(new Sample(nanoTime.getAsLong(), sourceId, latencyMs));
        forgetOld(latencies);
    }

    /** Frames analysed a second; of one camera or of all. */
    double throughput(OptionalInt sourceId) {
        return chosen(inferences, sourceId).size() * 1e9 / windowNanos;
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
        forgetOld(samples);
        return samples.stream()
                .filter(s -> sourceId.isEmpty() || s.sourceId() == sourceId.getAsInt())
                .toList();
    }

    private void forgetOld(Deque<Sample> samples) {
        long oldest = nanoTime.getAsLong() - windowNanos;
        while (!samples.isEmpty() && samples.getFirst().atNanos() - oldest < 0) {
            samples.removeFirst();
        }
    }
}
