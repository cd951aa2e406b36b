package org.cupertino.nvr.processor.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Says when a picture was taken, from the stream's own time stamps and the times of arrival. The
 * smallest difference of the two that was seen lately stands for a picture without delay; what a
 * difference exceeds it by is the delay of that picture. So neither the camera's date nor the speed
 * of its clock matters, and a backlog shows as such.
 *
 * <p>All times are nanoseconds, of arrival by {@link System#nanoTime()}. For one connection and one
 * thread.
 */
final class CaptureClock {
    private static final long FIRST_WINDOW = TimeUnit.SECONDS.toNanos(4);
    private static final long LAST_WINDOW = TimeUnit.SECONDS.toNanos(32);

    /** A time stamp that is off by more begins a new count, as a camera does that starts anew. */
    private static final long JUMP = TimeUnit.SECONDS.toNanos(60);

    /** Pictures that are shown in another order than they come in differ by less. */
    private static final long BACKWARDS = TimeUnit.SECONDS.toNanos(1);

    /** Such pictures come more often than a camera's clock is set. */
    private static final long SELDOM = TimeUnit.SECONDS.toNanos(5);

    /** By how much the slowest clock is slow; any may be so slow until that is known. */
    private static final double SLOWEST = 0.12;

    /** Clocks of crystals differ by far less, and jitter passes for less. */
    private static final double SLOW = 0.002;

    /** A network becomes faster by less. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    /** A difference of arrival and time stamp, and when it was seen. */
    private record Least(long difference, long at) {}

    private Least least;
    private Least leastBefore;
    private long window = FIRST_WINDOW;
    private long windowEnd;
    private double slowness = SLOWEST;
    private long last = Long.MIN_VALUE;
    private long newest = Long.MIN_VALUE;
    private long lastArrival;
    private long lastBack = Long.MIN_VALUE / 2;
    private long reordering;
    private long repeated = Long.MIN_VALUE;
    private long delay;

    /**
     * A packet has come.
     *
     * @param media when it is to be shown, by the stream's time
     */
    void arrived(long media, long now) {
        if (media == last) {
            repeated = media;
            delay = 0;
            return;
        }
        long difference = now - media;
        if (least == null || isSetBack(last - media, now) || isSet(difference, now)) {
            begin(difference, now);
        } else if (now - windowEnd >= 0) {
            turnOver(difference, now);
        } else if (difference <= level(least, now)) {
            least = new Least(difference, now);
        }
        // One that is shown before others that have come is late by its place alone.
        if (media > newest) {
            newest = media;
            delay = age(media, now);
        }
        last = media;
        lastArrival = now;
    }

    private void begin(long difference, long now) {
        newest = Long.MIN_VALUE;
        least = new Least(difference, now);
        leastBefore = least;
        windowEnd = now + window;
    }

    /**
     * A clock that is slow makes the least difference rise from each window to the next. Rather too
     * steep than too flat: only what comes late is dated wrongly then.
     */
    private void turnOver(long difference, long now) {
        long between = least.at - leastBefore.at;
        if (between >= window / 2) {
            double rise = (double) (least.difference - leastBefore.difference) / between;
            slowness = Math.abs(rise) > SLOW ? rise + (double) STEP / between : 0;
        }
        leastBefore = least;
        least = new Least(difference, now);
        window = Math.min(2 * window, LAST_WINDOW);
        windowEnd = now + window;
    }

    private boolean isSetBack(long by, long now) {
        if (by <= reordering) {
            return false;
        }
        if (now - lastBack < SELDOM && by < BACKWARDS) {
            reordering = by;
        }
        lastBack = now;
        return true;
    }

    private boolean isSet(long difference, long now) {
        long late = difference - undelayed(now);
        return late > JUMP || -late > STEP + 2 * SLOWEST * (now - lastArrival);
    }

    /** By how much the newest picture came later than one without delay. */
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
        if (least == null || media == repeated) {
            return wall;
        }
        long age = age(media, now);
        return age <= 0 || age > JUMP ? wall : wall.minus(Duration.ofNanos(age));
    }

    /** As measured by this machine's clock, not by the stream's. */
    private long age(long media, long now) {
        return (long) ((now - media - undelayed(now)) / (1 - slowness));
    }

    /** The difference that a picture without delay has now. */
    private long undelayed(long now) {
        return Math.min(level(least, now), level(leastBefore, now));
    }

    private long level(Least seen, long now) {
        return seen.difference + (long) (slowness * (now - seen.at));
    }
}
