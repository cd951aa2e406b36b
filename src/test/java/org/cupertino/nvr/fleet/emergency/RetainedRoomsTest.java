package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.wire.RoomEvent.FALL_DETECTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.wire.RoomStatus;
import org.junit.jupiter.api.Test;

class RetainedRoomsTest {
    private final TestClock clock = new TestClock();
    private final RetainedRooms rooms = new RetainedRooms(clock);
    private final List<Integer> takenOver = new ArrayList<>();

    private RoomStatus status(int room) {
        clock.pass(Duration.ofSeconds(1));
        return new EmergencyQueue(9, clock, camera -> true)
                .happened(room, room, FALL_DETECTED)
                .orElseThrow()
                .status("another");
    }

    private void takeOver() {
        rooms.takeOver(last -> takenOver.add(last.roomId()));
    }

    @Test
    void rooms_are_taken_over_in_the_order_of_their_emergencies() {
        RoomStatus first = status(7);
        rooms.found(status(3));
        rooms.found(first);
        assertThat(rooms.areTakenOver()).isFalse();
        takeOver();
        assertThat(takenOver).containsExactly(7, 3);
        assertThat(rooms.areTakenOver()).isTrue();
    }

    @Test
    void status_that_comes_late_is_taken_over_once() {
        takeOver();
        rooms.found(status(2));
        rooms.found(status(2));
        assertThat(takenOver).containsExactly(2);
    }

    @Test
    void what_this_orchestrator_says_of_its_rooms_is_not_news() {
        rooms.found(status(1));
        takeOver();
        rooms.own(2);
        rooms.found(status(2));
        rooms.found(status(1));
        assertThat(takenOver).containsExactly(1);
    }

    @Test
    void status_that_comes_after_a_minute_is_not_from_before() {
        takeOver();
        clock.pass(Duration.ofSeconds(60));
        rooms.found(status(2));
        assertThat(takenOver).isEmpty();
    }
}
