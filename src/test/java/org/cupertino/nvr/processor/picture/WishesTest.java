package org.cupertino.nvr.processor.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final OptionalInt ALL = OptionalInt.empty();

    private final Leases leases = new Leases();
    private final Wishes wishes = new Wishes(leases);
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void listen() {
        wishes.onChange(changes::incrementAndGet);
    }

    @AfterEach
    void end() {
        leases.close();
    }

    @Test
    void widest_wish_wins_and_each_ends_by_itself() {
        wishes.lease(OptionalInt.of(2), 320, HOUR);
        wishes.lease(OptionalInt.of(2), 1280, MOMENT);
        assertThat(wishes.width(2)).isEqualTo(1280);
        assertThat(wishes.width(3)).isZero();
        await().atMost(SOON).until(() -> wishes.width(2) == 320);
    }

    @Test
    void wish_for_all_holds_for_each_camera_and_is_fulfilled_again_and_again() {
        wishes.lease(ALL, 640, HOUR);
        wishes.once(List.of(2), 800);
        assertThat(wishes.take(2)).isEqualTo(800);
        assertThat(wishes.take(2)).isEqualTo(640);
        assertThat(wishes.take(9)).isEqualTo(640);
        assertThat(wishes.isEmpty()).isFalse();
    }

    @Test
    void wish_for_one_picture_is_fulfilled_once() {
        wishes.once(List.of(2, 3), 320);
        wishes.once(List.of(2), 64);
        assertThat(wishes.take(2)).isEqualTo(320);
        assertThat(wishes.take(2)).isZero();
        assertThat(wishes.take(3)).isEqualTo(320);
        assertThat(wishes.isEmpty()).isTrue();
        assertThat(changes).hasValue(0);
    }

    @Test
    void renewal_of_one_asker_does_not_shorten_what_another_has() {
        wishes.lease(OptionalInt.of(2), 640, HOUR);
        wishes.lease(OptionalInt.of(2), 640, MOMENT);
        Instant soon = Instant.now().plus(HOUR.dividedBy(2));
        assertThat(wishes.statuses(Clock.systemUTC()))
                .singleElement()
                .satisfies(lease -> assertThat(lease.until()).isAfter(soon));
    }

    @Test
    void beginning_and_end_are_reported_and_renewals_are_not() {
        wishes.lease(OptionalInt.of(2), 640, MOMENT);
        wishes.lease(OptionalInt.of(2), 640, Duration.ofMillis(400));
        wishes.lease(OptionalInt.of(2), 320, MOMENT);
        assertThat(changes).hasValue(1);
        assertThat(wishes.statuses(Clock.systemUTC()))
                .extracting(LeaseStatus::what, LeaseStatus::sourceId)
                .containsExactly(tuple(LeaseStatus.What.SNAPSHOT, 2));
        await().atMost(SOON).until(() -> changes.get() == 2);
        assertThat(wishes.isEmpty()).isTrue();
        assertThat(wishes.statuses(Clock.systemUTC())).isEmpty();
    }

    @Test
    void lease_is_ended_by_its_width_or_with_all_of_the_camera() {
        wishes.lease(OptionalInt.of(2), 320, HOUR);
        wishes.lease(OptionalInt.of(2), 640, HOUR);
        wishes.lease(OptionalInt.of(2), 1280, HOUR);
        wishes.end(OptionalInt.of(2), OptionalInt.of(1280));
        assertThat(wishes.width(2)).isEqualTo(640);
        wishes.end(ALL, OptionalInt.empty());
        assertThat(wishes.width(2)).isEqualTo(640);
        wishes.end(OptionalInt.of(2), OptionalInt.empty());
        assertThat(wishes.isEmpty()).isTrue();
        assertThat(changes).hasValue(2);
    }

    @Test
    void so_many_widths_at_a_time_are_enough() {
        for (int width = 100; width < 116; width++) {
            assertThat(wishes.lease(ALL, width, HOUR)).isTrue();
        }
        assertThat(wishes.lease(ALL, 1000, HOUR)).isFalse();
        assertThat(wishes.lease(ALL, 101, HOUR)).isTrue();
        assertThat(wishes.width(0)).isEqualTo(115);
    }
}
