package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.wire.RoomEvent.FALL_DETECTED;
import static org.cupertino.nvr.wire.RoomEvent.RESIDENT_ASSISTED;

import java.time.Duration;
import org.cupertino.nvr.wire.RoomState;
import org.junit.jupiter.api.Test;

class EmergencyQueueTest {
    private final TestClock clock = new TestClock();
    private final EmergencyQueue emergencies = new EmergencyQueue(2, clock);

    @Test
    void who_came_first_is_served_first_as_far_as_there_are_processors() {
        Room nine = fall(9);
        Room three = fall(3);
        Room seven = fall(7);
        Room one = fall(1);

        assertThat(emergencies.admit(one)).isFalse();
        assertThat(emergencies.admit(seven)).isFalse();
        assertThat(emergencies.admit(three)).isTrue();
        assertThat(emergencies.admit(nine)).isTrue();
        assertThat(emergencies.admit(nine)).as("asked again").isTrue();
        assertThat(emergencies.admitted()).containsExactlyInAnyOrder(3, 9);

        over(three);

        assertThat(emergencies.admit(one)).as("seven waits longer").isFalse();
        assertThat(emergencies.admit(seven)).isTrue();
        assertThat(emergencies.admit(one)).isFalse();
    }

    @Test
    void who_waits_no_more_holds_nobody_up() {
        emergencies.admit(fall(1));
        Room two = fall(2);
        emergencies.admit(two);
        Room three = fall(3);
        Room four = fall(4);
        emergencies.happened(3, 3, RESIDENT_ASSISTED);
        assertThat(emergencies.admit(three)).isFalse();
        over(three);

        over(two);

        assertThat(emergencies.admit(four)).isTrue();
    }

    @Test
    void processor_of_a_room_on_its_way_back_is_not_given_to_another() {
        Room one = fall(1);
        emergencies.admit(one);
        emergencies.admit(fall(2));
        Room three = fall(3);

        emergencies.happened(1, 1, RESIDENT_ASSISTED);
        one.enter(RoomState.LEAVING);

        assertThat(emergencies.finished(one)).isFalse();
        assertThat(emergencies.admit(three)).isFalse();
        assertThat(emergencies.sourcesInEmergency()).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void the_same_again_is_known_and_so_is_help_where_nobody_fell() {
        assertThat(emergencies.happened(1, 1, RESIDENT_ASSISTED)).isEmpty();
        assertThat(emergencies.happened(1, 1, FALL_DETECTED)).isPresent();
        assertThat(emergencies.happened(1, 1, FALL_DETECTED)).isEmpty();
        assertThat(emergencies.isAny()).isTrue();
        assertThat(emergencies.happened(1, 1, RESIDENT_ASSISTED)).isPresent();
        assertThat(emergencies.happened(1, 1, RESIDENT_ASSISTED)).isEmpty();
        assertThat(emergencies.isAny()).isFalse();
        assertThat(emergencies.happened(1, 1, FALL_DETECTED)).isPresent();
        assertThat(emergencies.rooms()).hasSize(1);
    }

    @Test
    void room_is_in_its_next_state_as_soon_as_something_happened() {
        assertThat(fall(1).state()).isEqualTo(RoomState.ENTERING);
        assertThat(fall(2).state()).isEqualTo(RoomState.ENTERING);
        assertThat(fall(3).state()).isEqualTo(RoomState.QUEUED);
        emergencies.happened(1, 1, RESIDENT_ASSISTED);
        assertThat(emergencies.find(1).orElseThrow().state()).isEqualTo(RoomState.LEAVING);
    }

    @Test
    void what_another_orchestrator_left_is_taken_over_as_it_was() {
        Room emergency = fall(1);
        emergency.enter(RoomState.EMERGENCY);
        Room queued = fall(2);
        queued.enter(RoomState.QUEUED);
        over(fall(3));
        EmergencyQueue next = new EmergencyQueue(1, clock);

        for (Room room : emergencies.rooms()) {
            next.takeOver(room.status(RoomJournal.ORCHESTRATOR));
        }

        assertThat(next.rooms()).extracting(Room::roomId).containsExactly(1, 2);
        assertThat(next.admitted()).containsExactly(1);
        assertThat(next.admit(next.rooms().get(1))).isFalse();
        assertThat(next.takeOver(emergency.status(RoomJournal.ORCHESTRATOR))).as("twice").isEmpty();
    }

    private Room fall(int room) {
        clock.pass(Duration.ofSeconds(1));
        return emergencies.happened(room, room, FALL_DETECTED).orElseThrow();
    }

    private void over(Room room) {
        emergencies.happened(room.roomId(), room.sourceId(), RESIDENT_ASSISTED);
        room.calm();
        assertThat(emergencies.finished(room)).isTrue();
    }
}
