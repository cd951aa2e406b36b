package org.cupertino.nvr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private final AtomicLong nanos = new AtomicLong();
    private double slowestFps = 1;
    private final Performance performance =
            new Performance(Duration.ofSeconds(10), () -> slowestFps, nanos::get);

    @Test
    void rates_are_frames_over_the_window() {
        for (int i = 0; i < 20; i++) {
            performance.analysed(i % 2, 10);
        }
        assertThat(performance.throughput(OptionalInt.empty())).isEqualTo(2.0);
        assertThat(performance.throughput(OptionalInt.of(1))).isEqualTo(1.0);
    }

    @Test
    void slow_camera_has_a_rate_that_does_not_jump() {
        slowestFps = 0.1;
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            performance.analysed(0, 10);
        }
        for (int i = 1; i < 10; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(performance.throughput(OptionalInt.of(0))).isEqualTo(0.1);
        }
    }

    @Test
    void window_ends_at_ten_minutes_and_at_what_is_remembered() {
        slowestFps = 0.0001;
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 60; i++) {
            performance.analysed(0, 10);
        }
        assertThat(performance.throughput(OptionalInt.empty())).isEqualTo(0.1);

        for (int i = 0; i < 70_000; i++) {
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            performance.analysed(0, 10);
        }
        assertThat(performance.throughput(OptionalInt.empty())).isCloseTo(1000, within(1.0));
    }

    @Test
    void percentiles_are_by_nearest_rank() {
        for (int i = 1; i <= 100; i++) {
            performance.analysed(0, i);
        }
        assertThat(performance.inferenceTimeMs().p50()).isEqualTo(50);
        assertThat(performance.inferenceTimeMs().p95()).isEqualTo(95);
        assertThat(performance.inferenceTimeMs().p99()).isEqualTo(99);
    }

    @Test
    void a_stalled_processor_looks_stalled() {
        performance.analysed(0, 10);
        performance.published(0, 30);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(performance.throughput(OptionalInt.empty())).isZero();
        assertThat(performance.latencyMs(OptionalInt.empty())).isNull();
        assertThat(performance.inferenceTimeMs().p50()).isNull();
    }

    @Test
    void a_backlog_that_leaves_at_once_is_no_throughput() {
        for (int i = 0; i < 100; i++) {
            performance.published(0, 60_000);
        }
        assertThat(performance.throughput(OptionalInt.empty())).isZero();
        assertThat(performance.latencyMs(OptionalInt.of(0))).isEqualTo(60_000);
    }
}
