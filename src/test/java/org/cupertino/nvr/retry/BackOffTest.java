package org.cupertino.nvr.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Test
    void delays_double_up_to_the_longest_and_stay_there() {
        BackOff most = new BackOff(FIRST, LONGEST, () -> 1);
        assertThat(most.next()).hasSeconds(1);
        assertThat(most.next()).hasSeconds(2);
        assertThat(most.next()).hasSeconds(4);
        for (int i = 0; i < 1_000; i++) {
            most.next();
        }
        assertThat(most.next()).isEqualTo(LONGEST);
    }

    @Test
    void jitter_takes_off_at_most_half() {
        BackOff least = new BackOff(FIRST, LONGEST, () -> 0);
        assertThat(least.next()).hasMillis(500);
        assertThat(least.next()).hasMillis(1_000);
    }

    @Test
    void starts_over_after_a_success() {
        BackOff backOff = new BackOff(FIRST, LONGEST, () -> 1);
        backOff.next();
        backOff.next();
        backOff.reset();
        assertThat(backOff.attempts()).isZero();
        assertThat(backOff.next()).isEqualTo(FIRST);
    }
}
