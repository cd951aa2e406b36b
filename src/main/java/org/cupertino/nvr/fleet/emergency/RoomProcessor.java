package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.timing.BackOff;
import org.cupertino.nvr.wire.RoomState;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * The emergency processor of one room: its ids, when it was last seen at work, and when the next
 * attempt to start one may be made. Thread-safe.
 */
final class RoomProcessor {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);
    private static final Duration LATELY = Duration.ofMillis(500);

    private final RoomTime clock;
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private String bornAs;
    private String id;
    private long spawnedAt;
    private Long failedAt;
    private Duration pause;
    private int spawnsFailed;
    private Double fps;
    private Instant detectionAt;
    private Long heardAt;
    private Long aliveAt;
    private boolean askedToStop;
    private Long watchedAt;

    /** None has been started. */
    RoomProcessor(RoomTime clock) {
        this.clock = clock;
        this.spawnedAt = clock.nanos();
    }

    /** The one that another orchestrator started. */
    static RoomProcessor of(RoomStatus last, RoomTime clock) {
        RoomProcessor processor = new RoomProcessor(clock);
        // The spawner gets one of them, so it must be an id and nothing else.
        processor.bornAs = InstanceIds.isValid(last.bornAs()) ? last.bornAs() : null;
        processor.id =
                processor.bornAs != null && InstanceIds.isValid(last.emergencyInstance())
                        ? last.emergencyInstance()
                        : null;
        processor.watchedAt = clock.nanos();
        if (last.state() == RoomState.EMERGENCY) {
            // It was at work, and has to show within the longest silence that it still is.
            processor.heardAt = clock.nanos();
        }
        return processor;
    }

    /** Id that it was started under, or null. */
    synchronized String bornAs() {
        return bornAs;
    }

    /** Id that it has according to its last status, or null before the first. */
    synchronized String id() {
        return id;
    }

    /**
     * A status came under that id. A renamed processor never gets its first id again: such a status
     * is from before the rename, the next is on its way.
     */
    synchronized void heardOf(String instance) {
        if (id == null || !instance.equals(bornAs)) {
            id = instance;
        }
    }

    /** One is about to be started under that id. */
    synchronized void spawning(String name) {
        clear();
        bornAs = name;
        spawnedAt = clock.nanos();
    }

    /** It has ended, or did not come up; the next attempt waits for the back-off. */
    synchronized void lost() {
        clear();
        spawnsFailed++;
        failedAt = clock.nanos();
        pause = backOff.next();
    }

    /** None is needed any more. */
    synchronized void reset() {
        clear();
        works();
        failedAt = null;
        watchedAt = null;
    }

    private void clear() {
        bornAs = null;
        id = null;
        aliveAt = null;
        askedToStop = false;
        detectionAt = null;
        heardAt = null;
        fps = null;
    }

    private void works() {
        spawnsFailed = 0;
        backOff.reset();
    }

    /** The process that was started under that id is alive now. */
    synchronized void foundAlive(String name) {
        if (name.equals(bornAs)) {
            aliveAt = clock.nanos();
        }
    }

    synchronized boolean wasAliveLately() {
        return aliveAt != null && clock.since(aliveAt).compareTo(LATELY) < 0;
    }

    /** It was told to stop, and obeys: it may not answer any more. */
    synchronized void askedToStop() {
        askedToStop = true;
    }

    synchronized boolean isAskedToStop() {
        return askedToStop;
    }

    /** Time since the last one was started. */
    synchronized Duration spawnAge() {
        return clock.since(spawnedAt);
    }

    synchronized boolean maySpawn() {
        return failedAt == null || clock.since(failedAt).compareTo(pause) >= 0;
    }

    /** The room has a place from now on: the time begins in which one has to see something. */
    synchronized void placed() {
        watchedAt = clock.nanos();
    }

    /** Time since the room got its place, or since any processor of it saw something. */
    synchronized Duration blindFor() {
        return watchedAt == null ? Duration.ZERO : clock.since(watchedAt);
    }

    /** How many attempts in a row have failed. */
    synchronized int spawnsFailed() {
        return spawnsFailed;
    }

    /** An instance analysed a frame of the room's camera. */
    synchronized void seen(String instance, Instant captured) {
        if (instance.equals(id)) {
            detectionAt = captured;
            heardAt = clock.nanos();
            watchedAt = heardAt;
            works();
        }
    }

    /** An instance published its throughput, in frames a second. */
    synchronized void measured(String instance, double throughput) {
        if (instance.equals(id)) {
            fps = throughput;
        }
    }

    /** Time since its last detection event; empty before the first. */
    synchronized Optional<Duration> silence() {
        return Optional.ofNullable(heardAt).map(clock::since);
    }

    /** Frames a second, or null as long as it has published no metrics. */
    synchronized Double fps() {
        return fps;
    }

    /** Capture time of its last frame, or null before the first. */
    synchronized Instant detectionAt() {
        return detectionAt;
    }
}
