package org.cupertino.nvr.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read from the meters for the metrics over MQTT. */
class FiguresTest {
    private final Workload workload;
    private final Meters meters;

    FiguresTest() {
        workload = new Workload();
        meters = workload.meters;
    }

    @BeforeEach
    void twoCameras() {
        workload.status("a", "m", 0, 1);
    }

    @Test
    void rates_are_frames_over_the_window() {
        for (int i = 0; i < 20; i++) {
            workload.frame(i % 2);
        }

        assertThat(meters.throughput()).isEqualTo(2);
        assertThat(workload.source(1).fps()).isEqualTo(1);
    }

    @Test
    void slow_camera_has_a_rate_that_does_not_jump() {
        slowest(0.1);
        for (int i = 0; i < 10; i++) {
            pass(10);
            workload.frame(0);
        }
        for (int i = 1; i < 10; i++) {
            pass(1);
            assertThat(meters.throughput()).isCloseTo(0.1, within(0.001));
            assertThat(workload.source(0).fps()).isCloseTo(0.1, within(0.001));
        }
    }

    @Test
    void window_ends_at_ten_minutes() {
        slowest(0.0001);
        pass(3_600);
        for (int i = 0; i < 60; i++) {
            workload.frame(0);
        }
        assertThat(meters.throughput()).isCloseTo(0.1, within(0.001));

        pass(599);
        assertThat(meters.throughput()).isCloseTo(0.1, within(0.001));
        pass(2);
        assertThat(meters.throughput()).isZero();
    }

    @Test
    void many_frames_are_counted_to_one_percent() {
        for (int i = 0; i < 70_000; i++) {
            workload.clock.add(Duration.ofMillis(1));
            workload.frame(0);
        }

        assertThat(meters.throughput()).isCloseTo(1_000, Percentage.withPercentage(1));
    }

    @Test
    void percentiles_are_of_the_window_and_those_that_prometheus_sees() {
        workload.frame(0, 5_000);
        pass(11);
        for (int i = 1; i <= 100; i++) {
            workload.frame(0, i);
        }

        assertThat(meters.inferenceTimeMs().p50()).isCloseTo(50, Percentage.withPercentage(1));
        assertThat(meters.inferenceTimeMs().p95()).isCloseTo(95, Percentage.withPercentage(1));
        assertThat(meters.inferenceTimeMs().p99()).isCloseTo(99, Percentage.withPercentage(1));
        double scraped = value("nvr_inference_recent_seconds{instance_id=\"a\",quantile=\"0.95\"}");
        assertThat(scraped * 1e3).isCloseTo(meters.inferenceTimeMs().p95(), within(0.001));
    }

    @Test
    void percentiles_of_a_slow_camera_are_of_a_longer_window() {
        slowest(0.1);
        workload.frame(0, 100);
        pass(25);
        assertThat(meters.inferenceTimeMs().p50()).isNotNull();
        pass(10);
        assertThat(meters.inferenceTimeMs().p50()).isNull();
    }

    @Test
    void a_stalled_processor_looks_stalled() {
        workload.frame(0);
        assertThat(meters.latencyMs()).isEqualTo(30);

        pass(11);

        assertThat(meters.throughput()).isZero();
        assertThat(meters.latencyMs()).isNull();
        assertThat(meters.inferenceTimeMs().p50()).isNull();
        assertThat(workload.source(0).fps()).isZero();
        assertThat(workload.source(0).latencyMs()).isNull();
    }

    @Test
    void figures_go_on_over_a_rename() {
        for (int i = 0; i < 20; i++) {
            workload.frame(i % 2);
        }
        pass(5);
        workload.status("b", "m", 0, 1);
        workload.frame(0);

        assertThat(meters.throughput()).isCloseTo(2.1, within(0.001));
        assertThat(workload.source(0).fps()).isCloseTo(1.1, within(0.001));
        assertThat(workload.source(1).latencyMs()).isEqualTo(30);
        assertThat(value("nvr_frames_analysed_total{instance_id=\"b\",source_id=\"0\"}")).isOne();

        pass(6);
        assertThat(meters.throughput()).isCloseTo(0.1, within(0.001));
    }

    @Test
    void camera_of_a_number_that_was_removed_begins_anew() {
        for (int i = 0; i < 10; i++) {
            workload.frame(1);
        }
        workload.status("a", "m", 0);
        assertThat(workload.source(1).fps()).isZero();
        assertThat(meters.throughput()).isEqualTo(1);

        workload.status("a", "m", 0, 1);
        workload.frame(1);

        assertThat(workload.source(1).fps()).isCloseTo(0.1, within(0.001));
    }

    @Test
    void throughput_goes_on_over_a_change_of_model() {
        workload.frame(0);
        workload.status("a", "other", 0, 1);
        workload.frame(0);

        assertThat(meters.throughput()).isCloseTo(0.2, within(0.001));
    }

    private void slowest(double fps) {
        workload.cameras.rates().set(OptionalInt.empty(), fps);
        workload.status("a", "m", 0, 1);
    }

    private void pass(long seconds) {
        workload.clock.add(Duration.ofSeconds(seconds));
    }

    private double value(String series) {
        Predicate<String> wanted = line -> line.startsWith(series + " ");
        String line = workload.series().stream().filter(wanted).findFirst().orElseThrow();
        return Double.parseDouble(line.substring(series.length() + 1));
    }
}
