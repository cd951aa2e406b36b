package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A camera, the network and the clocks of both sides over a week, made at random: what is said of
 * each picture is compared with when it was taken, plus the least time on the network.
 */
class CaptureClockWeekTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long WEEK = 7 * 86_400 * SECOND;
    private static final long FRAME = SECOND / 4;
    private static final long LATENCY = 40 * MILLI;
    private static final long JITTER = 25 * MILLI;
    private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

    private final CaptureClock clock = new CaptureClock();
    private SplittableRandom random;
    private long worst;
    private long pictures;
    private long worstAt;

    // The world now.
    private long cameraOffset;
    private long hostOffset;
    private long stallUntil;
    private long nextStall = 60 * SECOND;
    private long nextStep = 100 * SECOND;

    /**
     * @param speed seconds of the camera's time stamps a second
     * @param wrap bits of a time stamp at 90 kHz
     */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 64",
        "2, 1.00005, 32",
        "3, 0.99995, 32",
        "4, 1.00005, 33",
        "5, 0.9, 32",
        "6, 1.1, 33",
        "7, 0.999, 33",
        "8, 0.99, 32"
    })
    void picture_is_dated_within_100_ms(long seed, double speed, int wrap) {
        random = new SplittableRandom(seed);
        long modulus = wrap == 64 ? Long.MAX_VALUE : (1L << wrap) * SECOND / 90_000;
        long arrival = 0;
        long media = 0;
        for (long taken = 0; taken < WEEK; taken += FRAME) {
            happen(taken, modulus - media < 60 * SECOND);
            boolean repeats = random.nextInt(200) == 0;
            boolean missing = random.nextInt(100) == 0;
            long before = media;
            media = Math.floorMod((long) (taken * speed) + cameraOffset, modulus);
            long onTime = taken + LATENCY + random.nextLong(JITTER);
            arrival = Math.max(arrival + MILLI / 10, Math.max(onTime, stallUntil));
            media = repeats ? before : media;
            if (!missing) {
                clock.arrived(media, arrival);
                if (!repeats) {
                    compare(taken, media, arrival);
                }
            }
        }
        assertThat(pictures).isGreaterThan(2_000_000);
        assertThat(Duration.ofNanos(worst))
                .as("at %s s", worstAt / SECOND)
                .isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    /** Stalls, and clocks that are set; not both at once, as none could keep them apart then. */
    private void happen(long now, boolean wraps) {
        if (now > nextStall && !wraps) {
            stallUntil = now + 300 * MILLI + random.nextLong(20 * SECOND);
            nextStall = stallUntil + 30 * SECOND + random.nextLong(1_200 * SECOND);
            nextStep = Math.max(nextStep, stallUntil + 10 * SECOND);
        } else if (now > nextStep) {
            long by = 3 * FRAME + random.nextLong(random.nextBoolean() ? SECOND : 7_200 * SECOND);
            if (random.nextBoolean()) {
                cameraOffset += random.nextBoolean() ? by : -by;
            } else {
                hostOffset += random.nextBoolean() ? by : -by;
            }
            nextStep = now + 10 * SECOND + random.nextLong(7_200 * SECOND);
            nextStall = Math.max(nextStall, now + 10 * SECOND);
        }
    }

    private void compare(long taken, long media, long arrival) {
        pictures++;
        Instant said = clock.capturedAt(media, arrival, START.plusNanos(arrival + hostOffset));
        Instant right = START.plusNanos(taken + LATENCY + hostOffset);
        long wrong = Math.abs(Duration.between(said, right).toNanos());
        if (wrong > worst) {
            worst = wrong;
            worstAt = taken;
        }
    }
}
