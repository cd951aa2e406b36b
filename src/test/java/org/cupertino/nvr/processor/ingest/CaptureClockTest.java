package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class CaptureClockTest {
    private static final Instant ARRIVAL = Instant.parse("2026-01-31T08:00:00Z");

    private static Instant capturedAt(Instant camera) {
        return CaptureClock.capturedAt(ChronoUnit.MICROS.between(Instant.EPOCH, camera), ARRIVAL);
    }

    @Test
    void camera_that_tells_the_time_is_believed() {
        Instant camera = ARRIVAL.minusMillis(1234);
        assertThat(capturedAt(camera)).isEqualTo(camera);
    }

    @Test
    void camera_that_does_not_tell_has_taken_the_picture_on_arrival() {
        assertThat(CaptureClock.capturedAt(0, ARRIVAL)).isEqualTo(ARRIVAL);
        assertThat(CaptureClock.capturedAt(Long.MIN_VALUE, ARRIVAL)).isEqualTo(ARRIVAL);
    }

    @Test
    void wrong_clock_is_not_believed() {
        assertThat(capturedAt(Instant.parse("2000-01-01T00:00:00Z"))).isEqualTo(ARRIVAL);
        assertThat(capturedAt(ARRIVAL.minusSeconds(61))).isEqualTo(ARRIVAL);
        assertThat(capturedAt(ARRIVAL.plusSeconds(3600))).isEqualTo(ARRIVAL);
    }

    @Test
    void no_picture_is_from_the_future() {
        assertThat(capturedAt(ARRIVAL.plusMillis(300))).isEqualTo(ARRIVAL);
    }
}
