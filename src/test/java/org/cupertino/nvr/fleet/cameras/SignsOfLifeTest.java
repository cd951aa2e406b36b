package org.cupertino.nvr.fleet.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
    private final Set<String> answering = new HashSet<>();
    private Duration passed = Duration.ZERO;
    private final SignsOfLife signs = new SignsOfLife(answering::contains, () -> passed.toNanos());

    @Test
    void a_status_alone_proves_nothing_and_an_answer_does() {
        assertThat(signs.test(status(null))).isFalse();
        answering.add("a");
        assertThat(signs.test(status(null))).isTrue();
    }

    @Test
    void metrics_and_detections_prove_it_for_three_intervals() {
        signs.heard("a");
        passed = Duration.ofMillis(5_999);
        assertThat(signs.test(status(2.0))).isTrue();
        passed = Duration.ofSeconds(6);
        assertThat(signs.test(status(2.0))).isFalse();
        assertThat(signs.test(status(null))).isTrue();
        passed = Duration.ofSeconds(30);
        assertThat(signs.test(status(null))).isFalse();
        assertThat(signs.test(status(-1.0))).isFalse();
    }

    @Test
    void no_interval_is_longer_than_an_hour() {
        signs.heard("a");
        passed = Duration.ofHours(3);
        assertThat(signs.test(status(1e300))).isFalse();
    }

    @Test
    void made_up_processors_take_no_more_than_their_share_of_memory() {
        for (int i = 0; i < 25_000; i++) {
            signs.heard("made-up-" + i);
        }
        signs.heard("a");
        assertThat(signs.test(status(null))).isTrue();
        assertThat(signs.size()).isLessThanOrEqualTo(10_000);
    }

    private static Status status(Double metricsInterval) {
        Instant at = Instant.EPOCH;
        return new Status(
                "a",
                InstanceState.RUNNING,
                at,
                at,
                1,
                "1.0.0",
                "box",
                "m",
                1,
                List.of(),
                null,
                null,
                null,
                null,
                metricsInterval,
                null);
    }
}
