package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.RoomStatus.Result;
import org.cupertino.nvr.wire.RoomStatus.Step;

/**
 * One room: its last event, its state, the steps done since, and its emergency processor.
 * Thread-safe.
 */
public final class Room {
    private static final int MOST_STEPS = 20;

    private final int id;
    private final RoomTime clock;
    private final RoomProcessor processor;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Long> stepTimes = new HashMap<>();
    private final Map<String, Instant> statusTimes = new HashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final Set<String> holders = new TreeSet<>();
    private int sourceId;
    private RoomEvent event;
    private RoomState state = RoomState.NORMAL;
    private Instant since;

    Room(int id, int sourceId, RoomTime clock) {
        this(id, sourceId, clock, new RoomProcessor(clock));
    }

    private Room(int id, int sourceId, RoomTime clock, RoomProcessor processor) {
        this.id = id;
        this.sourceId = sourceId;
        this.clock = clock;
        this.processor = processor;
        this.since = clock.instant();
    }

    /** The room whose status another orchestrator published last. */
    static Room of(RoomStatus last, RoomTime clock) {
        Room room = new Room(last.roomId(), last.sourceId(), clock, RoomProcessor.of(last, clock));
        room.event = last.event();
        room.state = last.state();
        room.since = Objects.requireNonNullElse(last.since(), room.since);
        filled(last.holders()).filter(InstanceIds::isValid).forEach(room.holders::add);
        filled(last.steps())
                .filter(step -> step.step() != null && step.result() != null && step.at() != null)
                .limit(MOST_STEPS)
                .forEach(step -> room.put(step));
        return room;
    }

    private static <T> Stream<T> filled(List<T> list) {
        return list == null ? Stream.empty() : list.stream().filter(Objects::nonNull);
    }

    private void put(Step step) {
        steps.put(step.step(), step);
        stepTimes.put(step.step(), clock.nanos());
    }

    /** Number of the room; names the topic of its status. */
    public int roomId() {
        return id;
    }

    RoomProcessor processor() {
        return processor;
    }

    synchronized int sourceId() {
        return sourceId;
    }

    /** Whether the resident still waits for help. */
    synchronized boolean isEmergency() {
        return event != null && event.isEmergency();
    }

    synchronized RoomState state() {
        return state;
    }

    /** When it entered its state. */
    synchronized Instant since() {
        return since;
    }

    /**
     * Records an event.
     *
     * @param camera number of the room's camera; ignored unless the room is normal
     * @return false if it changes nothing: the last event began the same emergency, or ended it
     */
    synchronized boolean happened(RoomEvent what, int camera) {
        if (event != null && event.isEmergency() == what.isEmergency()) {
            return false;
        }
        event = what;
        steps.clear();
        problems.clear();
        statusTimes.clear();
        if (state == RoomState.NORMAL) {
            sourceId = camera;
        }
        return true;
    }

    synchronized void enter(RoomState next) {
        if (state != next) {
            state = next;
            since = clock.instant();
        }
    }

    /** Records the result of a step; its failure is a problem until the step is done. */
    synchronized void note(String step, Result result, String message) {
        Step before = steps.get(step);
        if (before == null
                || before.result() != result
                || !Objects.equals(before.message(), message)) {
            put(new Step(step, result, clock.instant(), message));
        }
        problem(step, result == Result.FAILED ? message : null);
    }

    /**
     * Records a problem or the end of one.
     *
     * @param about its subject; a later problem with the same subject replaces it
     * @param sentence or null when it is over
     */
    synchronized void problem(String about, String sentence) {
        if (sentence == null) {
            problems.remove(about);
        } else {
            problems.put(about, sentence);
        }
    }

    /** Ids of the processors that had the camera before the emergency. */
    synchronized Set<String> holders() {
        return new TreeSet<>(holders);
    }

    synchronized boolean addHolder(String instance) {
        return holders.add(instance);
    }

    /** Its emergency processor alone has the camera. */
    synchronized void taken() {
        if (isEmergency()) {
            enter(RoomState.EMERGENCY);
        }
    }

    /** Everything is restored; no effect if an event came in the last moment. */
    synchronized void calm() {
        if (isEmergency()) {
            return;
        }
        enter(RoomState.NORMAL);
        processor.reset();
        holders.clear();
    }

    /** How long a step has waited for, or failed with, the same message; zero if it is done. */
    synchronized Duration waiting(String step) {
        Step last = steps.get(step);
        return last == null || last.result() == Result.DONE
                ? Duration.ZERO
                : clock.since(stepTimes.get(step));
    }

    /** Whether the last result of a step is that it is done. */
    synchronized boolean isDone(String step) {
        Step last = steps.get(step);
        return last != null && last.result() == Result.DONE;
    }

    /**
     * Whether a holder has published a status since the first one that was looked at after the last
     * event. That one may be from any time.
     *
     * @param timestamp of its status now
     */
    synchronized boolean isNews(String holder, Instant timestamp) {
        Instant first = statusTimes.putIfAbsent(holder, timestamp);
        return first != null && !first.equals(timestamp);
    }

    /** The status to publish. */
    synchronized RoomStatus status(String orchestrator) {
        return new RoomStatus(
                orchestrator,
                id,
                sourceId,
                event,
                state,
                since,
                clock.instant(),
                processor.id(),
                processor.bornAs(),
                List.copyOf(holders),
                List.copyOf(steps.values()),
                new ArrayList<>(problems.values()),
                processor.fps(),
                processor.detectionAt());
    }

    @Override
    public String toString() {
        return "room " + id;
    }
}
