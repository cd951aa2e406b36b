package org.cupertino.nvr.fleet.cameras;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.cupertino.nvr.wire.Status;

/**
 * Which processors are there. A retained status proves nothing, so a processor is there if it
 * answers, or has published detections or metrics in the last three of its metrics intervals: one
 * that takes no commands answers nobody. Thread-safe.
 */
final class SignsOfLife implements Predicate<Status> {
    private static final int INTERVALS = 3;
    private static final double USUAL_INTERVAL_S = 10;
    private static final double LONGEST_INTERVAL_S = 3_600;
    private static final int MOST = 10_000;

    private final Predicate<String> answers;
    private final LongSupplier nanos;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();

    /**
     * @param answers whether a processor has answered lately
     * @param nanos as by {@link System#nanoTime}
     */
    SignsOfLife(Predicate<String> answers, LongSupplier nanos) {
        this.answers = answers;
        this.nanos = nanos;
    }

    /** Detections or metrics came. */
    void heard(String instance) {
        if (heard.size() >= MOST) {
            heard.clear();
        }
        heard.put(instance, nanos.getAsLong());
    }

    /** The number of processors that are remembered. */
    int size() {
        return heard.size();
    }

    @Override
    public boolean test(Status status) {
        Long last = heard.get(status.instanceId());
        return last != null && nanos.getAsLong() - last < silence(status).toNanos()
                || answers.test(status.instanceId());
    }

    private static Duration silence(Status status) {
        Double interval = status.metricsIntervalS();
        double seconds = interval == null || interval <= 0 ? USUAL_INTERVAL_S : interval;
        return Duration.ofMillis(
                (long) (INTERVALS * 1_000 * Math.min(seconds, LONGEST_INTERVAL_S)));
    }
}
