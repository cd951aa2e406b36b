package org.cupertino.nvr.mqtt;

import java.time.Duration;

/**
 * Whether a link is up, to be renewed or closed; threads wait for that here. Thread-safe.
 *
 * <p>A renewal is a wish for a connection with another will. One that comes while a connect is
 * under way is found by its number when that connect is done.
 */
final class LinkState {
    private static final long LASTING_NANOS = Duration.ofSeconds(10).toNanos();

    private boolean up;
    private long upSince;
    private boolean closed;
    private boolean silent;
    private boolean renewing;
    private long renewals;

    synchronized boolean isUp() {
        return up;
    }

    /** Up for at least so long without a break. */
    synchronized boolean isUpFor(Duration time) {
        return up && System.nanoTime() - upSince >= time.toNanos();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether to end without a goodbye, so that the broker publishes the will. */
    synchronized boolean isSilent() {
        return silent;
    }

    /** Number of renewals that were wished for. */
    synchronized long renewals() {
        return renewals;
    }

    /**
     * @param renewal number of renewals before the connect
     * @return false if there was one since: then the link is not up, and connects anew at once
     */
    synchronized boolean markUp(long renewal) {
        up = renewal == renewals;
        upSince = System.nanoTime();
        renewing = !up;
        notifyAll();
        return up;
    }

    /**
     * @return whether it was up
     */
    synchronized boolean markDown() {
        boolean was = up;
        up = false;
        notifyAll();
        return was;
    }

    synchronized void renew() {
        renewals++;
        renewing |= up;
    }

    /**
     * @return whether it was up
     */
    synchronized boolean close(boolean goodbye) {
        closed = true;
        silent = !goodbye;
        notifyAll();
        return up;
    }

    /** True as soon as the link is up, false if that takes longer than the given time. */
    synchronized boolean awaitUp(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!up) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** How a connection ended. */
    enum End {
        /** On purpose: the next connect is to follow at once. */
        RENEWED,
        /** After a while. */
        LATE,
        /** Right after it was made: the broker may throw the next out as well. */
        EARLY
    }

    synchronized End awaitLoss() throws InterruptedException {
        long since = System.nanoTime();
        while (up && !closed) {
            wait();
        }
        boolean renewed = renewing;
        renewing = false;
        if (renewed) {
            return End.RENEWED;
        }
        return System.nanoTime() - since > LASTING_NANOS ? End.LATE : End.EARLY;
    }

    /** Waits for the given time, or until something changes. */
    synchronized void pause(Duration delay) throws InterruptedException {
        if (!closed && !delay.isZero()) {
            wait(Math.max(1, delay.toMillis()));
        }
    }
}
