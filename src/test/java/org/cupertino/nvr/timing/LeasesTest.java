package org.cupertino.nvr.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final Leases leases = new Leases();
    private final List<Lease> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void each_ends_once_in_its_time_and_a_cancelled_one_never() {
        // On a loaded machine the test may stand still for a while before it cancels.
        Lease cancelled = leases.begin(Duration.ofSeconds(2), ended::add);
        Lease later = leases.begin(Duration.ofMillis(2_200), ended::add);
        Lease first = leases.begin(SHORT, ended::add);
        leases.begin(LONG, ended::add);
        cancelled.cancel();
        await().atMost(SOON).untilAsserted(() -> assertThat(ended).containsExactly(first, later));
    }

    @Test
    void end_that_fails_harms_no_other() {
        leases.begin(
                SHORT,
                lease -> {
                    throw new IllegalStateException("as the test wants");
                });
        Lease other = leases.begin(SHORT.multipliedBy(2), ended::add);
        await().atMost(SOON).untilAsserted(() -> assertThat(ended).containsExactly(other));
    }

    @Test
    void nothing_ends_after_the_close_and_the_thread_is_gone() {
        Lease before = leases.begin(SHORT, ended::add);
        leases.close();
        leases.begin(SHORT, ended::add);
        before.cancel();
        await().during(Duration.ofMillis(200)).atMost(SOON).until(ended::isEmpty);
        await().atMost(SOON)
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(thread -> thread.getName().equals("leases")));
    }

    @Test
    void end_is_given_by_the_wall_clock() {
        Instant now = Instant.parse("2026-01-31T08:00:00Z");
        Instant until = leases.begin(LONG, ended::add).until(Clock.fixed(now, ZoneOffset.UTC));
        assertThat(until).isBetween(now.plus(LONG).minusSeconds(30), now.plus(LONG));
    }
}
