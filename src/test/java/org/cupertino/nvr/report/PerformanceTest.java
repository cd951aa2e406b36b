package org.cupertino.nvr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.cupertino.nvr.event.DetectionEvent;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Performance performance = new Performance(Duration.ofSeconds(10), nanos::get);

    @Test
    void rates_are_frames_over_the_window() {
        for (int i = 0; i < 20; i++) {
            performance.published(event(i % 2, 10, 30));
        }
        assertThat(performance.throughput(OptionalInt.empty())).isEqualTo(2.0);
        assertThat(performance.throughput(OptionalInt.of(1))).isEqualTo(1.0);
    }

    @Test
    void percentiles_are_by_nearest_rank() {
        for (int i = 1; i <= 100; i++) {
            performance.published(event(0, i, 0));
        }
        assertThat(performance.inferenceTimeMs().p50()).isEqualTo(50);
        assertThat(performance.inferenceTimeMs().p95()).isEqualTo(95);
        assertThat(performance.inferenceTimeMs().p99()).isEqualTo(99);
    }

    @Test
    void a_stalled_processor_looks_stalled() {
        performance.published(event(0, 10, 30));
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(performance.throughput(OptionalInt.empty())).isZero();
        assertThat(performance.latencyMs(OptionalInt.empty())).isNull();
        assertThat(performance.inferenceTimeMs().p50()).isNull();
    }

    private static DetectionEvent event(int source, double inferenceMs, double latencyMs) {
        return new DetectionEvent(
                "a", source, 1, Instant.EPOCH, "m", inferenceMs, List.of(), 1.0, latencyMs, 1, 1);
    }
}
