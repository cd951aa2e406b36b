package org.cupertino.nvr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.cupertino.nvr.event.DetectionEvent;
import org.cupertino.nvr.event.Metrics.Percentiles;

/** The events published within the last window, for rates and percentiles. Thread-safe. */
public final class Performance {
    private record Sample(long atNanos, int sourceId, double inferenceMs, double latencyMs) {}

    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public Performance(Duration window) {
        this(window, System::nanoTime);
    }

    Performance(Duration window, LongSupplier nanoTime) {
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized void published(DetectionEvent event) {
        samples.addLast(
                new Sample(
                        nanoTime.getAsLong(),
                        event.sourceId(),
                        event.inferenceTimeMs(),
                        event.latencyMs()));
        forgetOld();
    }

    /** Events a second; of one camera or of all. */
    double throughput(OptionalInt sourceId) {
        return chosen(sourceId).size() * 1e9 / windowNanos;
    }

    /** Mean publish minus capture in milliseconds, or null without events. */
    Double latencyMs(OptionalInt sourceId) {
        List<Sample> of = chosen(sourceId);
        return of.isEmpty()
                ? null
                : Double.valueOf(
                        of.stream().mapToDouble(Sample::latencyMs).average().orElseThrow());
    }

    Percentiles inferenceTimeMs() {
        double[] sorted =
                chosen(OptionalInt.empty()).stream()
                        .mapToDouble(Sample::inferenceMs)
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

    private synchronized List<Sample> chosen(OptionalInt sourceId) {
        forgetOld();
        return samples.stream()
                .filter(s -> sourceId.isEmpty() || s.sourceId() == sourceId.getAsInt())
                .toList();
    }

    private void forgetOld() {
        long oldest = nanoTime.getAsLong() - windowNanos;
        while (!samples.isEmpty() && samples.getFirst().atNanos() < oldest) {
            samples.removeFirst();
        }
    }
}
