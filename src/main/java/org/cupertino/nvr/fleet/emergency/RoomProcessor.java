package org.cupertino.nvr.fleet.emergency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    private final Clock clock;
    private final BackOff backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    private String bornAs;
    private String id;
    private Instant spawnedAt;
    private Instant notBefore = Instant.MIN;
    private int spawnsFailed;
    private Double fps;
    private Instant detectionAt;
    private Instant heardAt;
    private Instant aliveAt;

    /** None has been started. */
    RoomProcessor(Clock clock) {
        this.clock = clock;
    }

    /** The one that another orchestrator started. */
    static RoomProcessor of(RoomStatus last, Clock clock) {
        RoomProcessor processor = new RoomProcessor(clock);
        processor.bornAs = last.bornAs();
        processor.id = last.emergencyInstance();
        processor.spawnedAt = clock.instant();
        if (last.state() == RoomState.EMERGENCY) {
            // It was at work, and has to show within the longest silence that it still is.
            processor.heardAt = clock.instant();
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
        spawnedAt = clock.instant();
    }

    /** It has ended, or did not come up; the next attempt waits for the back-off. */
    synchronized void lost() {
        clear();
        spawnsFailed++;
        notBefore = clock.instant().plus(backOff.next());
    }

    /** None is needed any more. */
    synchronized void reset() {
        clear();
        works();
        notBefore = Instant.MIN;
    }

    private void clear() {
        bornAs = null;
        id = null;
        aliveAt = null;
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
            aliveAt = clock.instant();
        }
    }

    synchronized boolean wasAliveLately() {
        return aliveAt != null && clock.instant().isBefore(aliveAt.plus(LATELY));
    }

    /** Time since the last one was started. */
    synchronized Duration spawnAge() {
        return Duration.between(spawnedAt, clock.instant());
    }

    synchronized boolean maySpawn() {
        return !clock.instant().isBefore(notBefore);
    }

    /** How many attempts in a row have failed. */
    synchronized int spawnsFailed() {
        return spawnsFailed;
    }

    /** An instance analysed a frame of the room's camera. */
    synchronized void seen(String instance, Instant captured) {
        if (instance.equals(id)) {
            detectionAt = captured;
            heardAt = clock.instant();
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
        return Optional.ofNullable(heardAt).map(at -> Duration.between(at, clock.instant()));
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
