package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.wire.RoomEvent.FALL_DETECTED;
import static org.cupertino.nvr.wire.RoomEvent.RESIDENT_ASSISTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.RoomState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room that cannot go on keeps no other from it. */
class StepsTest {
    private static final String EMERGENCY = "emergency-room-1";

    private final TestClock clock = new TestClock();
    private final RegularProcessors regular = new RegularProcessors();
    private final EmergencyQueue emergencies = new EmergencyQueue(1, clock, camera -> true);
    private final List<String> killed = new ArrayList<>();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final Handover handover =
            new Handover(regular.roster, regular.sender, Duration.ofSeconds(60));
    private final EmergencyPlan plan =
            new EmergencyPlan(OrchestratorOptions.from(key -> null, Map.of()));
    private final Steps steps =
            new Steps(
                    emergencies,
                    new SlowDown(
                            regular.roster,
                            regular.sender,
                            0.05,
                            Duration.ofSeconds(60),
                            () -> Set.of()),
                    handover,
                    new EmergencyProcessors(regular.roster, regular.sender, new Spawned(), plan),
                    new RoomJournal(),
                    Duration.ofSeconds(120));
    private Room one;
    private Room two;

    @BeforeEach
    void oneHasThePlaceThatTwoWaitsFor() {
        one = emergencies.happened(1, 1, FALL_DETECTED).orElseThrow();
        one.processor().spawning("emergency-1");
        one.processor().heardOf(EMERGENCY);
        one.addHolder("main");
        one.taken();
        two = emergencies.happened(2, 2, FALL_DETECTED).orElseThrow();
        regular.put(
                EMERGENCY, 1, List.of(RegularProcessors.live(1, 1)), RegularProcessors.mortal());
        one.processor().seen(EMERGENCY, clock.instant());
    }

    @Test
    void room_whose_holders_are_dead_is_watched_on_and_its_place_is_free() throws Exception {
        emergencies.happened(1, 1, RESIDENT_ASSISTED);
        assertThat(emergencies.admit(two)).isFalse();

        steps.takeBack(one, exchange);

        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(one.state()).isEqualTo(RoomState.LEAVING);
        assertThat(one.status("x").problems())
                .containsExactly("main is not there; emergency-room-1 goes on watching");
        assertThat(killed).isEmpty();
        assertThat(emergencies.admit(two)).isTrue();
    }

    @Test
    void room_whose_holder_is_slow_keeps_its_place_for_a_while() throws Exception {
        regular.put("main", 0.1, List.of(), RegularProcessors.removed(1));
        emergencies.happened(1, 1, RESIDENT_ASSISTED);

        steps.takeBack(one, exchange);
        assertThat(one.status("x").problems()).isEmpty();
        assertThat(emergencies.admit(two)).isFalse();

        clock.pass(Duration.ofSeconds(9));
        one.processor().seen(EMERGENCY, clock.instant());
        clock.pass(Duration.ofSeconds(2));
        steps.takeBack(one, exchange);
        assertThat(one.status("x").problems())
                .containsExactly(
                        "main does not see camera 1 yet; emergency-room-1 goes on watching");
        assertThat(emergencies.admit(two)).isTrue();
    }

    @Test
    void room_whose_processors_see_nothing_gives_its_place_to_one_that_waits() throws Exception {
        clock.pass(Duration.ofSeconds(119));
        steps.spawn(one);
        assertThat(killed).isEmpty();

        clock.pass(Duration.ofSeconds(2));
        steps.spawn(one);

        assertThat(killed).containsExactly("emergency-1");
        assertThat(one.state()).isEqualTo(RoomState.QUEUED);
        assertThat(one.isEmergency()).isTrue();
        assertThat(emergencies.admit(one)).isFalse();
        assertThat(emergencies.admit(two)).isTrue();
    }

    @Test
    void room_that_sees_nothing_keeps_its_place_while_no_other_waits() throws Exception {
        emergencies.happened(2, 2, RESIDENT_ASSISTED);
        clock.pass(Duration.ofMinutes(10));

        steps.spawn(one);

        assertThat(killed).isEmpty();
        assertThat(emergencies.admit(one)).isTrue();
    }

    @Test
    void processor_that_obeys_is_asked_to_stop_once() throws Exception {
        emergencies.happened(1, 1, RESIDENT_ASSISTED);

        // Its status says for a moment more that it is running.
        steps.stop(one, exchange);
        steps.stop(one, exchange);
        // And its process lives for a moment longer than its status.
        regular.put(EMERGENCY, InstanceState.STOPPED, 1, List.of());
        steps.stop(one, exchange);

        assertThat(regular.sender.sent()).containsExactly(EMERGENCY + " stop {}");
        assertThat(killed).isEmpty();
    }

    private final class Spawned implements Spawner {
        @Override
        public void spawn(String name, Map<String, String> settings) {
            throw new AssertionError("None is needed: " + name);
        }

        @Override
        public Optional<String> ended(String name) {
            return Optional.empty();
        }

        @Override
        public void kill(String name) {
            killed.add(name);
        }

        @Override
        public void close() {}
    }
}
