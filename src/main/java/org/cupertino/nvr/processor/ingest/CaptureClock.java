package org.cupertino.nvr.processor.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Decides when a picture was taken. */
final class CaptureClock {
    /** Longer than any stall that a stream survives; beyond it, the camera's clock is wrong. */
    private static final Duration OLDEST = Duration.ofSeconds(60);

    private static final Duration AHEAD = Duration.ofSeconds(2);

    private CaptureClock() {}

    /**
     * The camera's own time if it is plausible, else the time of arrival. A camera whose clock is
     * ahead by up to 2 s has taken the picture on arrival.
     *
     * @param cameraMicros microseconds since 1970 by the camera's clock, or a value of 0 or less
     */
    static Instant capturedAt(long cameraMicros, Instant arrival) {
        if (cameraMicros <= 0) {
            return arrival;
        }
        Instant camera = Instant.EPOCH.plus(cameraMicros, ChronoUnit.MICROS);
        boolean credible =
                camera.isAfter(arrival.minus(OLDEST)) && camera.isBefore(arrival.plus(AHEAD));
        return credible && camera.isBefore(arrival) ? camera : arrival;
    }
}
