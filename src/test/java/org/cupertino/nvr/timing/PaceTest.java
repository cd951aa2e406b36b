package org.cupertino.nvr.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void first_runs_at_once_and_a_thousand_more_once_together() {
        try (Leases timer = new Leases()) {
            Pace pace = new Pace(timer, Duration.ofMillis(200), runs::incrementAndGet);
            pace.run();
            assertThat(runs).hasValue(1);
            for (int i = 0; i < 1_000; i++) {
                pace.run();
            }
            assertThat(runs).hasValue(1);
            await().atMost(Duration.ofSeconds(10)).until(() -> runs.get() == 2);
        }
    }

    @Test
    void what_is_due_when_the_timer_is_closed_does_not_run() {
        Leases timer = new Leases();
        Pace pace = new Pace(timer, Duration.ofHours(1), runs::incrementAndGet);
        pace.run();
        pace.run();
        timer.close();
        pace.run();
        assertThat(runs).hasValue(1);
    }
}
