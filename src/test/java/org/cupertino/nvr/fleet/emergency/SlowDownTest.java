package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.wire.InstanceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlowDownTest {
    private final RegularProcessors regular = new RegularProcessors();
    private Set<Integer> suspected = Set.of();
    private final SlowDown slowDown =
            new SlowDown(
                    regular.roster, regular.sender, 0.05, Duration.ofSeconds(60), () -> suspected);

    @Test
    void whole_processors_are_slowed_for_the_time_of_a_lease() throws Exception {
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(0, 0.1), RegularProcessors.live(1, 2)));
        regular.put("proc-b", 0.1, List.of());

        assertThat(slowDown.slow(Set.of())).contains(List.of());

        assertThat(regular.sender.sent())
                .containsExactly(
                        "proc-a set_fps {lease_s=60.0, max_fps=0.05}",
                        "proc-b set_fps {lease_s=60.0, max_fps=0.05}");
    }

    @Test
    void what_is_slower_already_is_never_made_faster() throws Exception {
        regular.put(
                "proc-a",
                0.02,
                List.of(RegularProcessors.live(0, 0.02), RegularProcessors.live(1, 0.05)));
        regular.put(
                "proc-b",
                0.1,
                List.of(RegularProcessors.live(2, 0.01), RegularProcessors.live(3, 0.1)));
        regular.put("proc-c", 0.02, List.of());

        assertThat(slowDown.slow(Set.of())).contains(List.of());

        assertThat(regular.sender.sent())
                .containsExactly("proc-b set_fps {lease_s=60.0, max_fps=0.05, source_id=3}");
    }

    @Test
    void cameras_of_rooms_in_emergency_are_spared() throws Exception {
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(0, 0.1), RegularProcessors.live(1, 0.1)));

        slowDown.slow(Set.of(1, 9));

        assertThat(regular.sender.sent())
                .containsExactly("proc-a set_fps {lease_s=60.0, max_fps=0.05, source_id=0}");
    }

    @Test
    void camera_under_suspicion_keeps_its_raised_rate() throws Exception {
        suspected = Set.of(1);
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(0, 0.1), RegularProcessors.live(1, 1)),
                RegularProcessors.slowed(1, 0.1));

        slowDown.slow(Set.of(2));
        slowDown.slow(Set.of(1));

        assertThat(regular.sender.sent())
                .containsOnly("proc-a set_fps {lease_s=60.0, max_fps=0.05, source_id=0}");
    }

    @Test
    void camera_that_was_slowed_has_its_rate_back_when_its_room_needs_help() throws Exception {
        regular.put(
                "proc-a",
                0.05,
                List.of(RegularProcessors.live(0, 0.05), RegularProcessors.live(1, 0.05)),
                RegularProcessors.slowed(null, 0.1),
                RegularProcessors.slowed(0, 0.1),
                RegularProcessors.slowed(1, 0.1));

        slowDown.slow(Set.of(1));

        assertThat(regular.sender.sent()).contains("proc-a set_fps {lease_s=0.0, source_id=1}");
    }

    @Test
    void lease_is_not_renewed_before_a_third_of_it() throws Exception {
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(0, 0.1)));
        slowDown.slow(Set.of());
        regular.put(
                "proc-a",
                0.05,
                List.of(RegularProcessors.live(0, 0.05)),
                RegularProcessors.slowed(null, 0.1),
                RegularProcessors.slowed(0, 0.1));
        slowDown.slow(Set.of());
        assertThat(regular.sender.sent()).hasSize(1);

        // Somebody made it faster, or it was restarted.
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(0, 0.1)));
        slowDown.slow(Set.of());
        assertThat(regular.sender.sent()).hasSize(1);
    }

    @Test
    void emergency_processors_and_those_that_are_gone_are_left_alone() throws Exception {
        regular.put(
                "emergency-room-2",
                1,
                List.of(RegularProcessors.live(2, 1)),
                RegularProcessors.mortal());
        regular.put("proc-a", InstanceState.OFFLINE, 1, List.of(RegularProcessors.live(0, 1)));
        regular.put("proc-b", InstanceState.STOPPED, 1, List.of(RegularProcessors.live(1, 1)));
        regular.put("proc-c", InstanceState.STOPPING, 1, List.of(RegularProcessors.live(3, 1)));

        assertThat(slowDown.slow(Set.of())).contains(List.of());

        assertThat(regular.sender.sent()).isEmpty();
    }

    @Test
    void one_that_does_not_obey_does_not_keep_the_others_from_it() throws Exception {
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(0, 0.1)));
        regular.put("proc-b", 0.1, List.of(RegularProcessors.live(1, 0.1)));
        regular.sender.deaf("proc-a");

        assertThat(slowDown.slow(Set.of())).contains(List.of("proc-a does not obey"));

        assertThat(regular.sender.sent())
                .containsExactly("proc-b set_fps {lease_s=60.0, max_fps=0.05}");
    }

    @Test
    @Timeout(30)
    void processors_that_do_not_answer_are_awaited_in_the_background() throws Exception {
        for (int i = 10; i < 22; i++) {
            regular.put("proc-" + i, 0.1, List.of(RegularProcessors.live(i, 0.1)));
        }
        CountDownLatch answered = new CountDownLatch(1);
        regular.sender.beforeEachAnswer(answered);

        assertThat(slowDown.slow(Set.of())).isEmpty();
        assertThat(slowDown.slow(Set.of())).isEmpty();
        answered.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> slowDown.slow(Set.of()).isPresent());
        assertThat(regular.sender.sent()).as("once each").hasSize(12);
    }

    @Test
    void leased_rates_are_ended_and_lasting_ones_are_left_alone() throws Exception {
        regular.put(
                "proc-a",
                0.05,
                List.of(RegularProcessors.live(0, 0.05)),
                RegularProcessors.slowed(0, 0.1));
        regular.put("proc-b", 0.05, List.of(RegularProcessors.live(1, 0.05)));
        regular.put("proc-c", 0.1, List.of(), RegularProcessors.removed(2));

        slowDown.restore();

        assertThat(regular.sender.sent()).containsExactly("proc-a set_fps {lease_s=0.0}");
    }

    @Test
    void rate_that_cannot_be_ended_is_reported() {
        regular.put(
                "proc-a",
                0.05,
                List.of(RegularProcessors.live(0, 0.05)),
                RegularProcessors.slowed(0, 0.1));
        regular.sender.deaf("proc-a");

        assertThatThrownBy(slowDown::restore)
                .isInstanceOf(FleetException.class)
                .hasMessage("proc-a does not obey");
    }
}
