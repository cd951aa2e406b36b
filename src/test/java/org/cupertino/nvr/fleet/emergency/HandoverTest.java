package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final RegularProcessors regular = new RegularProcessors();
    private final Handover handover =
            new Handover(regular.roster, regular.sender, Duration.ofSeconds(60));
    private final Room room = new Room(2, 17, new TestClock());

    HandoverTest() {
        room.happened(RoomEvent.FALL_DETECTED, 17);
        room.addHolder("proc-a");
    }

    @Test
    void every_regular_processor_with_the_camera_loses_it_for_the_time_of_a_lease()
            throws Exception {
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(17, 0.1), RegularProcessors.live(3, 0.1)));
        regular.put("proc-b", 0.1, List.of(RegularProcessors.camera(17, SourceState.FAILED, 0.1)));
        regular.put("proc-c", 0.1, List.of(RegularProcessors.live(3, 0.1)));
        regular.put(
                "emergency-room-2",
                1,
                List.of(RegularProcessors.live(17, 1)),
                RegularProcessors.mortal());
        assertThat(handover.holders(17)).containsExactly("proc-a", "proc-b");

        handover.release(17);

        assertThat(regular.sender.sent())
                .containsExactly(
                        "proc-a remove_stream {lease_s=60.0, source_id=17}",
                        "proc-b remove_stream {lease_s=60.0, source_id=17}");
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(3, 0.1)),
                RegularProcessors.removed(17));
        regular.put("proc-b", 0.1, List.of(), RegularProcessors.removed(17));
        assertThat(handover.holders(17)).containsExactly("proc-a", "proc-b");
        handover.release(17);
        assertThat(regular.sender.sent()).as("not long after").isEmpty();
    }

    @Test
    void camera_removed_under_a_lease_comes_back_by_the_end_of_it() throws Exception {
        regular.put(
                "proc-a",
                0.1,
                List.of(),
                RegularProcessors.removed(17),
                RegularProcessors.removed(3));

        assertThat(handover.takeBack(room)).containsExactly("proc-a does not see camera 17 yet");

        assertThat(regular.sender.sent())
                .containsExactly("proc-a remove_stream {lease_s=0.0, source_id=17}");
        regular.put(
                "proc-a", 0.1, List.of(RegularProcessors.camera(17, SourceState.CONNECTING, 0.1)));
        assertThat(handover.takeBack(room)).isNotEmpty();
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(17, 0.1)));
        assertThat(handover.takeBack(room)).isEmpty();
        assertThat(regular.sender.sent()).isEmpty();
    }

    @Test
    void processor_that_was_restarted_without_the_camera_gets_it_again() throws Exception {
        regular.put("proc-a", 0.1, List.of());

        handover.takeBack(room);

        assertThat(regular.sender.sent()).containsExactly("proc-a add_stream {source_id=17}");
    }

    @Test
    void one_of_those_that_had_it_is_enough_and_a_paused_camera_is_back_too() throws Exception {
        room.addHolder("proc-b");
        regular.put("proc-b", 0.1, List.of(RegularProcessors.camera(17, SourceState.PAUSED, 0.1)));
        handover.takeBack(room);
        regular.put("proc-b", 0.1, List.of(RegularProcessors.camera(17, SourceState.PAUSED, 0.1)));

        assertThat(handover.takeBack(room)).isEmpty();
    }

    @Test
    void status_from_before_is_no_proof_that_a_holder_sees_the_camera() throws Exception {
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(17, 0.1)));
        for (int i = 0; i < 3; i++) {
            assertThat(handover.takeBack(room))
                    .containsExactly("proc-a has not said yet that it sees 17");
            assertThat(regular.sender.sent()).containsExactly("proc-a status {}");
        }
        regular.sender.deaf("proc-a");
        assertThat(handover.takeBack(room)).containsExactly("proc-a does not obey");

        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(17, 0.1)));
        assertThat(handover.takeBack(room)).isEmpty();
    }

    @Test
    void holder_that_does_not_answer_keeps_no_other_from_having_the_camera() throws Exception {
        room.addHolder("proc-b");
        regular.put("proc-a", 0.1, List.of(), RegularProcessors.removed(17));
        regular.put("proc-b", 0.1, List.of(), RegularProcessors.removed(17));
        regular.sender.deaf("proc-a");

        assertThat(handover.takeBack(room)).contains("proc-a does not obey");
        assertThat(regular.sender.sent())
                .containsExactly("proc-b remove_stream {lease_s=0.0, source_id=17}");
        assertThat(handover.isNobodyThere(room)).isFalse();
    }

    @Test
    void processor_that_is_gone_is_reported_as_missing() throws Exception {
        assertThat(handover.takeBack(room)).containsExactly("proc-a is not there");
    }

    @Test
    void room_whose_camera_nobody_had_misses_nobody() throws Exception {
        Room other = new Room(5, 5, new TestClock());

        assertThat(handover.takeBack(other)).isEmpty();
    }
}
