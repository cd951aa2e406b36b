package org.cupertino.nvr.processor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookGateTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LookGate gate = new LookGate(6, now::get);

    @Test
    void empty_room_gets_each_sixth_look() {
        int looks = 0;
        for (int sample = 1; sample <= 60; sample++) {
            looks += gate.opens(1, false, false, false) ? 1 : 0;
            now.addAndGet(Duration.ofSeconds(10).toNanos());
        }
        assertThat(looks).isEqualTo(10);
    }

    @Test
    void who_was_upright_and_is_seen_no_more_is_looked_for_five_minutes() {
        assertThat(gate.opens(1, true, true, false)).isFalse();
        for (int i = 0; i < 30; i++) {
            now.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(gate.opens(1, false, false, false)).isTrue();
        }
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(gate.opens(1, false, false, false)).isFalse();
    }

    @Test
    void who_lies_is_looked_at_as_long_as_it_lasts() {
        gate.saw(1);
        for (int i = 0; i < 100; i++) {
            now.addAndGet(Duration.ofMinutes(4).toNanos());
            assertThat(gate.opens(1, false, false, false)).isTrue();
            gate.saw(1);
        }
    }

    @Test
    void someone_upright_is_enough_unless_the_rate_is_raised() {
        assertThat(gate.opens(1, true, true, false)).isFalse();
        assertThat(gate.opens(1, true, true, true)).isTrue();
        assertThat(gate.opens(1, true, false, false)).isTrue();
    }

    @Test
    void cameras_are_apart() {
        gate.opens(1, true, true, false);
        assertThat(gate.opens(2, false, false, false)).isFalse();
        assertThat(gate.opens(1, false, false, false)).isTrue();
    }
}
