package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.wire.RoomEvent.FALL_DETECTED;
import static org.cupertino.nvr.wire.RoomEvent.RESIDENT_ASSISTED;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.RoomStatus.Result;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final TestClock clock = new TestClock();
    private final Room room = new Room(2, 17, clock);

    @Test
    void step_that_comes_to_the_same_result_keeps_its_time() {
        room.happened(FALL_DETECTED, 17);
        room.note("spawn", Result.WAITING, "x is starting");
        Instant first = clock.instant();
        clock.pass(Duration.ofSeconds(5));
        room.note("spawn", Result.WAITING, "x is starting");
        assertThat(steps()).extracting(RoomStatus.Step::at).containsExactly(first);
        assertThat(room.waiting("spawn")).isEqualTo(Duration.ofSeconds(5));

        clock.set(Duration.ofHours(1));
        assertThat(room.waiting("spawn")).as("set clock").isEqualTo(Duration.ofSeconds(5));

        room.note("spawn", Result.DONE, null);
        assertThat(steps()).extracting(RoomStatus.Step::at).containsExactly(clock.instant());
        assertThat(room.waiting("spawn")).isZero();
    }

    @Test
    void failure_of_a_step_is_a_problem_until_it_is_done_or_something_happens() {
        room.happened(FALL_DETECTED, 17);
        room.note("rename", Result.FAILED, "No answer");
        room.problem("camera", "Nobody looks");
        assertThat(status().problems()).containsExactlyInAnyOrder("No answer", "Nobody looks");
        room.note("rename", Result.DONE, null);
        assertThat(status().problems()).containsExactly("Nobody looks");

        room.happened(RESIDENT_ASSISTED, 17);
        assertThat(status().problems()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void camera_has_another_number_only_while_the_room_is_normal() {
        room.happened(FALL_DETECTED, 18);
        assertThat(room.sourceId()).isEqualTo(18);
        room.enter(RoomState.ENTERING);
        room.happened(RESIDENT_ASSISTED, 19);
        room.happened(FALL_DETECTED, 20);
        assertThat(room.sourceId()).isEqualTo(18);
    }

    @Test
    void event_of_the_last_moment_is_not_overtaken_by_the_end_of_the_way() {
        room.happened(FALL_DETECTED, 17);
        room.enter(RoomState.ENTERING);
        room.happened(RESIDENT_ASSISTED, 17);
        room.taken();
        assertThat(room.state()).isEqualTo(RoomState.ENTERING);

        room.happened(FALL_DETECTED, 17);
        room.calm();
        assertThat(room.state()).isEqualTo(RoomState.ENTERING);
    }

    @Test
    void orchestrator_that_comes_later_knows_what_this_one_published() {
        room.happened(FALL_DETECTED, 17);
        room.processor().spawning("emergency-1");
        room.processor().heardOf("emergency-room-2");
        room.addHolder("proc-b");
        room.addHolder("proc-a");
        room.note("spawn", Result.DONE, null);
        room.taken();
        clock.pass(Duration.ofMinutes(1));

        Room next = Room.of(status(), clock);

        assertThat(next.isEmergency()).isTrue();
        assertThat(next.status("x").saysTheSameAs(room.status("x"))).isTrue();
        assertThat(next.processor().silence())
                .as("it has time to show itself")
                .contains(Duration.ZERO);
    }

    @Test
    void retained_status_full_of_holes_is_taken_over_as_far_as_it_goes() {
        RoomStatus last =
                new RoomStatus(
                        null,
                        2,
                        17,
                        FALL_DETECTED,
                        RoomState.ENTERING,
                        null,
                        null,
                        "../../etc",
                        "x y; rm -rf",
                        Arrays.asList("proc-a", null, "a/b"),
                        Arrays.asList(
                                null,
                                new RoomStatus.Step(null, null, null, null),
                                new RoomStatus.Step("spawn", Result.DONE, clock.instant(), null)),
                        null,
                        null,
                        null);

        Room next = Room.of(last, clock);

        assertThat(next.isEmergency()).isTrue();
        assertThat(next.processor().bornAs()).isNull();
        assertThat(next.processor().id()).isNull();
        assertThat(next.holders()).containsExactly("proc-a");
        assertThat(next.isDone("spawn")).isTrue();
        assertThat(next.status("x").steps()).hasSize(1);
    }

    private RoomStatus status() {
        return room.status(RoomJournal.ORCHESTRATOR);
    }

    private List<RoomStatus.Step> steps() {
        return status().steps();
    }
}
