package org.cupertino.nvr.processor.ingest;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadlineTest {
    private final Deadline deadline = new Deadline();

    @AfterEach
    void close() {
        deadline.close();
    }

    /** Who decides to pause may be overtaken by whoever wakes him. */
    @Test
    @Timeout(value = 10, unit = SECONDS)
    void wake_before_a_pause_ends_that_one_and_no_other() {
        deadline.wake();
        deadline.pauseUntil(System.nanoTime() + MINUTES.toNanos(1));
        long start = System.nanoTime();
        deadline.pauseUntil(start + SECONDS.toNanos(1) / 10);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SECONDS.toNanos(1) / 10);
    }
}
