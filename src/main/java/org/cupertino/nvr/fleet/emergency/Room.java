package org.cupertino.nvr.fleet.emergency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cupertino.nvr.timing.BackOff;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.RoomStatus.Result;
import org.cupertino.nvr.wire.RoomStatus.Step;

/**
 * What is known of one room: where it is to go, where it is, and who watches its camera.
 * Thread-safe.
 */
public final class Room {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);
    private static final Duration LATELY = Duration.ofMillis(500);

    private final int id;
    private final Clock clock;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final Set<String> holders = new TreeSet<>();
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private int sourceId;
    private RoomEvent event;
    private RoomState state = RoomState.NORMAL;
    private Instant since;
    private String bornAs;
    private String processor;
    private Instant spawnedAt;
    private Instant notBefore = Instant.MIN;
    private int spawnsFailed;
    private Double fps;
    private Instant detectionAt;
    private Instant heardAt;
    private Instant aliveAt;

    Room(int id, int sourceId, Clock clock) {
        this.id = id;
        this.sourceId = sourceId;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** As another orchestrator left it. */
    static Room of(RoomStatus last, Clock clock) {
        Room room = new Room(last.roomId(), last.sourceId(), clock);
        room.event = last.event();
        room.state = last.state();
        room.since = last.since();
        room.bornAs = last.bornAs();
        room.processor = last.emergencyInstance();
        room.spawnedAt = clock.instant();
        room.holders.addAll(last.holders());
        last.steps().forEach(step -> room.steps.put(step.step(), step));
        if (room.state == RoomState.EMERGENCY) {
            // It was seen, and is to show within a while that it still is.
            room.heardAt = clock.instant();
        }
        return room;
    }

    /** Number of the room; names the topic of its status. */
    public int roomId() {
        return id;
    }

    synchronized int sourceId() {
        return sourceId;
    }

    /** Whether somebody in it is not attended to yet. */
    synchronized boolean isEmergency() {
        return event == RoomEvent.FALL_DETECTED;
    }

    synchronized RoomState state() {
        return state;
    }

    /** When it came into its state. */
    synchronized Instant since() {
        return since;
    }

    /**
     * Something happened in it.
     *
     * @param camera number of its camera; taken over only while nobody is about it
     * @return false if that was known
     */
    synchronized boolean happened(RoomEvent what, int camera) {
        if (event == what) {
            return false;
        }
        event = what;
        steps.clear();
        problems.clear();
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

    /** A step came to a result; what was wrong with it before is over when it is done. */
    synchronized void note(String step, Result result, String message) {
        Step before = steps.get(step);
        if (before == null || before.result() != result || !same(before.message(), message)) {
            steps.put(step, new Step(step, result, clock.instant(), message));
        }
        problem(step, result == Result.FAILED ? message : null);
    }

    private static boolean same(String one, String other) {
        return one == null ? other == null : one.equals(other);
    }

    /**
     * @param about a later one about the same takes its place
     * @param sentence or null when it is over
     */
    synchronized void problem(String about, String sentence) {
        if (sentence == null) {
            problems.remove(about);
        } else {
            problems.put(about, sentence);
        }
    }

    /** Ids of processors that had the camera before. */
    synchronized Set<String> holders() {
        return new TreeSet<>(holders);
    }

    synchronized boolean addHolder(String instance) {
        return holders.add(instance);
    }

    /** Id that its emergency processor was started under, or null. */
    synchronized String bornAs() {
        return bornAs;
    }

    /** Id that its emergency processor has, as far as it was heard of, or null. */
    synchronized String processor() {
        return processor;
    }

    /**
     * Its emergency processor was heard of under that id. One that has another name already is
     * never called again as at its birth: that status is from before, the next is on its way.
     */
    synchronized void heardOf(String instance) {
        if (processor == null || !instance.equals(bornAs)) {
            processor = instance;
        }
    }

    /** One is about to be started under that id. */
    synchronized void spawning(String id) {
        bornAs = id;
        processor = null;
        spawnedAt = clock.instant();
        forgetView();
    }

    /** It does not live any more, or never did; another one is to wait a while. */
    synchronized void lost() {
        bornAs = null;
        processor = null;
        forgetView();
        spawnsFailed++;
        notBefore = clock.instant().plus(backOff.next());
    }

    /** Its emergency processor alone has the camera. */
    synchronized void taken() {
        if (isEmergency()) {
            enter(RoomState.EMERGENCY);
        }
    }

    /** All is as it was before; not if something happened in the last moment. */
    synchronized void calm() {
        if (isEmergency()) {
            return;
        }
        enter(RoomState.NORMAL);
        bornAs = null;
        processor = null;
        holders.clear();
        spawnsFailed = 0;
        backOff.reset();
        notBefore = Instant.MIN;
        fps = null;
        forgetView();
    }

    /** The process of that id lived a moment ago, whatever it does. */
    synchronized void foundAlive(String id) {
        if (id.equals(bornAs)) {
            aliveAt = clock.instant();
        }
    }

    synchronized boolean wasAliveLately() {
        return aliveAt != null && clock.instant().isBefore(aliveAt.plus(LATELY));
    }

    private void forgetView() {
        aliveAt = null;
        detectionAt = null;
        heardAt = null;
        fps = null;
    }

    /** How long ago the last one was started. */
    synchronized Duration spawnAge() {
        return Duration.between(spawnedAt, clock.instant());
    }

    synchronized boolean maySpawn() {
        return !clock.instant().isBefore(notBefore);
    }

    /** How often in a row none came to work. */
    synchronized int spawnsFailed() {
        return spawnsFailed;
    }

    /** A frame of its camera was analysed by an instance. */
    synchronized void seen(String instance, Instant captured) {
        if (instance.equals(processor)) {
            detectionAt = captured;
            heardAt = clock.instant();
            spawnsFailed = 0;
            backOff.reset();
        }
    }

    /** An instance told how fast it works. */
    synchronized void measured(String instance, double throughput) {
        if (instance.equals(processor)) {
            fps = throughput;
        }
    }

    /** How long a step has waited for the same, or failed alike; zero if it does neither. */
    synchronized Duration waiting(String step) {
        Step last = steps.get(step);
        return last == null || last.result() == Result.DONE
                ? Duration.ZERO
                : Duration.between(last.at(), clock.instant());
    }

    /** How long its emergency processor has told of no frame; empty before the first. */
    synchronized Optional<Duration> silence() {
        return Optional.ofNullable(heardAt).map(at -> Duration.between(at, clock.instant()));
    }

    /** As it is published. */
    synchronized RoomStatus status(String orchestrator) {
        return new RoomStatus(
                orchestrator,
                id,
                sourceId,
                event,
                state,
                since,
                clock.instant(),
                processor,
                bornAs,
                List.copyOf(holders),
                List.copyOf(steps.values()),
                new ArrayList<>(problems.values()),
                fps,
                detectionAt);
    }

    @Override
    public String toString() {
        return "room " + id;
    }
}
