package org.cupertino.nvr.processor.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Says when a picture was taken, from the stream's own time stamps and the times of arrival. The
 * smallest difference of the two that was seen lately stands for a picture without delay; what a
 * difference exceeds it by is the delay of that picture. So neither the camera's date nor the drift
 * between its clock and this machine's matters, and a backlog shows as such.
 *
 * <p>All times are nanoseconds, of arrival by {@link System#nanoTime()}. For one connection and one
 * thread.
 */
final class CaptureClock {
    /** No two clocks drift apart by more than some milliseconds in twice that time. */
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);

    /** A time stamp that is off by more begins a new count, as a camera does that starts anew. */
    private static final long JUMP = TimeUnit.SECONDS.toNanos(60);

    /** Pictures that are shown in another order than they come in differ by less. */
    private static final long BACKWARDS = TimeUnit.SECONDS.toNanos(1);

    private static final long NONE = Long.MAX_VALUE;

    private long smallest = NONE;
    private long smallestBefore = NONE;
    private long windowEnd;
    private long last = Long.MIN_VALUE;
    private long delay;

    /**
     * A packet has come.
     *
     * @param media when it is to be shown, by the stream's time
     */
    void arrived(long media, long now) {
        long difference = now - media;
        boolean jumped = isKnown() && Math.abs(difference - best()) > JUMP;
        if (jumped || media == last || media < last - BACKWARDS) {
            smallest = NONE;
            smallestBefore = NONE;
        }
        boolean repeated = media == last;
        last = media;
        if (repeated) {
            delay = 0;
            return;
        }
        if (smallest == NONE || now - windowEnd >= 0) {
            smallestBefore = smallest;
            smallest = difference;
            windowEnd = now + WINDOW;
        }
        smallest = Math.min(smallest, difference);
        delay = difference - best();
    }

    /** By how much the last packet came later than one without delay. */
    long delay() {
        return delay;
    }

    /**
     * When the picture of that time stamp was taken.
     *
     * @param media its time by the stream, of a packet that has arrived
     * @param now time of arrival of the last packet
     * @param wall the same moment by the clock of this machine
     */
    Instant capturedAt(long media, long now, Instant wall) {
        if (!isKnown()) {
            return wall;
        }
        long age = now - media - best();
        return age <= 0 || age > JUMP ? wall : wall.minus(Duration.ofNanos(age));
    }

    private boolean isKnown() {
        return smallest != NONE;
    }

    private long best() {
        return Math.min(smallest, smallestBefore);
    }
}
