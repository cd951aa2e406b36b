package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Meters with common tags that are removed together. Not thread-safe; its meters are. */
final class MeterGroup implements AutoCloseable {
    /** Upper ends of all histograms' buckets: from a fast network to a hopeless backlog. */
    private static final Duration[] LIMITS =
            Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    /** What is older than a window is forgotten one such part of it after the other. */
    private static final int WINDOW_PARTS = 10;

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    MeterGroup(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /** A count that is kept elsewhere. */
    FunctionCounter count(String name, String about, Tags more, LongSupplier value) {
        return add(
                FunctionCounter.builder(name, this, self -> value.getAsLong())
                        .description(about)
                        .tags(tags.and(more))
                        .register(registry));
    }

    /** A sum of times that is kept elsewhere. */
    void times(String name, String about, Tags more, LongSupplier count, LongSupplier totalNanos) {
        add(
                FunctionTimer.builder(
                                name,
                                this,
                                self -> count.getAsLong(),
                                self -> totalNanos.getAsLong(),
                                TimeUnit.NANOSECONDS)
                        .description(about)
                        .tags(tags.and(more))
                        .register(registry));
    }

    /**
     * @param unit of Prometheus, such as seconds, or null for a bare number
     */
    Gauge gauge(String name, String unit, String about, Tags more, DoubleSupplier value) {
        return add(
                Gauge.builder(name, value::getAsDouble)
                        .baseUnit(unit)
                        .description(about)
                        .tags(tags.and(more))
                        .register(registry));
    }

    /** One gauge for each value of an enum: 1 for the one that holds now, else 0. */
    <E extends Enum<E>> void oneOf(
            String name, String about, Set<E> values, Function<E, String> label, Supplier<E> now) {
        for (E value : values) {
            Tags state = Tags.of("state", label.apply(value));
            gauge(name, null, about, state, () -> now.get() == value ? 1 : 0);
        }
    }

    Counter counter(String name, String about, Tags more) {
        return add(
                Counter.builder(name).description(about).tags(tags.and(more)).register(registry));
    }

    /** With a histogram. */
    Timer timer(String name, String about, Tags more) {
        return add(
                Timer.builder(name)
                        .description(about)
                        .tags(tags.and(more))
                        .serviceLevelObjectives(LIMITS)
                        .register(registry));
    }

    /** With the percentiles 50, 95 and 99, to 1 %, of what was recorded within a window. */
    Timer percentiles(String name, String about, Duration window) {
        return add(
                Timer.builder(name)
                        .description(about)
                        .tags(tags)
                        .publishPercentiles(0.5, 0.95, 0.99)
                        .percentilePrecision(2)
                        .distributionStatisticExpiry(window)
                        .distributionStatisticBufferLength(WINDOW_PARTS)
                        .register(registry));
    }

    private <M extends Meter> M add(M meter) {
        meters.add(meter);
        return meter;
    }

    /** Removes its series from the registry. */
    @Override
    public void close() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
