package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateMeterTest {
    private static final long SECOND = 1_000_000_000L;

    private final RateMeter meter = new RateMeter();

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 25})
    void gives_the_rate_of_regular_events(double rate) {
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now = (long) (i * SECOND / rate);
            meter.event(now);
        }
        assertThat(meter.perSecond(now)).isCloseTo(rate, within(rate / 100));
    }

    @Test
    void falls_while_nothing_comes_and_then_is_zero() {
        meter.event(0);
        meter.event(SECOND);
        assertThat(meter.perSecond(6 * SECOND)).isBetween(0.2, 0.5);
        assertThat(meter.perSecond(12 * SECOND)).isZero();
    }

    @Test
    void one_event_is_no_rate() {
        meter.event(0);
        assertThat(meter.perSecond(1)).isNull();
    }

    @Test
    void another_rate_is_not_mixed_with_the_one_before() {
        for (int i = 0; i < 40; i++) {
            meter.event(i * SECOND);
        }
        meter.reset();
        assertThat(meter.perSecond(40 * SECOND)).isNull();
        meter.event(40 * SECOND);
        meter.event(50 * SECOND);
        assertThat(meter.perSecond(50 * SECOND)).isCloseTo(0.1, within(0.001));
    }
}
