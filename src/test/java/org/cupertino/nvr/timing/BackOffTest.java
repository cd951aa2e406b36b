package org.cupertino.nvr.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(10);

    @Test
    void doubles_up_to_the_cap() {
        BackOff backOff = new BackOff(FIRST, MAX, new SplittableRandom(1));
        List<Long> limits =
                Stream.generate(
                                () -> {
                                    long limit = backOff.limit().toSeconds();
                                    backOff.next();
                                    return limit;
                                })
                        .limit(7)
                        .toList();
        assertThat(limits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
    }

    @Test
    void waits_between_half_of_the_limit_and_the_limit() {
        BackOff backOff = new BackOff(FIRST, MAX, new SplittableRandom(1));
        for (int i = 0; i < 1000; i++) {
            Duration limit = backOff.limit();
            assertThat(backOff.next()).isBetween(limit.dividedBy(2), limit);
        }
    }

    @Test
    void two_cameras_do_not_wait_equally_long() {
        RandomGenerator random = new SplittableRandom(1);
        assertThat(new BackOff(FIRST, MAX, random).next())
                .isNotEqualTo(new BackOff(FIRST, MAX, random).next());
    }

    @Test
    void starts_over_after_a_reset_and_waits_longest_on_demand() {
        BackOff backOff = new BackOff(FIRST, MAX, new SplittableRandom(1));
        backOff.slowest();
        assertThat(backOff.limit()).isEqualTo(MAX);
        backOff.reset();
        assertThat(backOff.limit()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void cap_below_a_second_holds_from_the_first_try() {
        Duration max = Duration.ofMillis(100);
        BackOff backOff = new BackOff(FIRST, max, new SplittableRandom(1));
        assertThat(backOff.next()).isLessThanOrEqualTo(max);
        assertThat(backOff.limit()).isEqualTo(max);
    }
}
