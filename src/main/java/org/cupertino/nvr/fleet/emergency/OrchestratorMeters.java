package org.cupertino.nvr.fleet.emergency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomState;

/** The meters of an orchestrator. Not thread-safe; its meters are. */
final class OrchestratorMeters {
    private static final Tags TAGS = Tags.of("instance_id", RoomJournal.ORCHESTRATOR);

    private static final Duration EVERY = Duration.ofMillis(500);

    private final MeterRegistry registry;
    private final Supplier<List<Room>> rooms;
    private long updatedAt = System.nanoTime() - EVERY.toNanos();
    private final MultiGauge states;
    private final MultiGauge problems;

    /**
     * @param rooms those that are not back to normal
     * @param passAge since the last pass over them, empty before the first
     * @param connections to the broker, by their purpose, and whether each is ready
     */
    OrchestratorMeters(
            MeterRegistry registry,
            Supplier<List<Room>> rooms,
            Supplier<Optional<Duration>> passAge,
            Map<String, BooleanSupplier> connections) {
        this.registry = registry;
        this.rooms = rooms;
        states =
                MultiGauge.builder("nvr.room.state")
                        .description("1 for the state the room is in, else 0")
                        .tags(TAGS)
                        .register(registry);
        problems =
                MultiGauge.builder("nvr.room.problems")
                        .description("Problems of the room that last")
                        .tags(TAGS)
                        .register(registry);
        Gauge.builder("nvr.emergency.processors", this::processors)
                .description("Emergency processors that run or are coming up")
                .tags(TAGS)
                .register(registry);
        Gauge.builder(
                        "nvr.orchestrator.last.pass.age",
                        () -> passAge.get().map(age -> age.toMillis() / 1e3).orElse(Double.NaN))
                .baseUnit("seconds")
                .description("Since the last pass over all rooms; NaN before the first")
                .tags(TAGS)
                .register(registry);
        connections.forEach(
                (role, ready) ->
                        Gauge.builder("nvr.mqtt.connected", () -> ready.getAsBoolean() ? 1 : 0)
                                .description(
                                        "1 if connected and every subscription is granted, else 0")
                                .tags(TAGS.and("connection", role))
                                .register(registry));
    }

    /**
     * Shows how many cameras are in which state.
     *
     * @param count of the cameras in a state
     */
    static void cameras(MeterRegistry registry, ToLongFunction<CameraState> count) {
        for (CameraState state : CameraState.published()) {
            Gauge.builder("nvr.cameras", () -> count.applyAsLong(state))
                    .description("Cameras in that state, of whichever processors; 0 on standby")
                    .tags(TAGS.and("state", state.wireName()))
                    .register(registry);
        }
    }

    private long processors() {
        return rooms.get().stream().filter(room -> room.processor().bornAs() != null).count();
    }

    /**
     * Counts an emergency that is over.
     *
     * @param outcome null if whoever helped does not say
     */
    void over(int sourceId, Outcome outcome) {
        Counter.builder("nvr.emergencies")
                .description("Emergencies that are over, by what they were, since the start")
                .tags(TAGS)
                .tag("source_id", Integer.toString(sourceId))
                .tag("outcome", outcome == null ? "unknown" : outcome.wireName())
                .register(registry)
                .increment();
    }

    /** As {@link #update}, unless that was a moment ago. */
    void refresh() {
        long now = System.nanoTime();
        if (now - updatedAt > EVERY.toNanos()) {
            updatedAt = now;
            update();
        }
    }

    /** Brings the series in line with the rooms; those of a room that is normal are removed. */
    void update() {
        List<Room> now = rooms.get();
        states.register(now.stream().flatMap(OrchestratorMeters::states).toList(), true);
        problems.register(now.stream().<Row<?>>map(OrchestratorMeters::problems).toList(), true);
    }

    private static Stream<Row<?>> states(Room room) {
        RoomState state = room.state();
        return Arrays.stream(RoomState.values())
                .map(
                        value ->
                                Row.of(
                                        tags(room).and("state", value.wireName()),
                                        value == state ? 1 : 0));
    }

    private static Row<?> problems(Room room) {
        return Row.of(tags(room), room.status(RoomJournal.ORCHESTRATOR).problems().size());
    }

    private static Tags tags(Room room) {
        return Tags.of("room", Integer.toString(room.roomId()));
    }
}
