package org.cupertino.nvr.timing;

import java.time.Duration;

/**
 * Runs a task each time it is asked to, but at most once in an interval: the first time at once, on
 * the thread of who asks, and what is asked for within the interval once, at its end. Thread-safe.
 */
public final class Pace implements Runnable {
    private final Leases timer;
    private final Duration interval;
    private final Runnable task;
    private boolean due;
    private long earliest = System.nanoTime();

    /**
     * @param timer runs what is due at the end of an interval, unless it is closed before
     */
    public Pace(Leases timer, Duration interval, Runnable task) {
        this.timer = timer;
        this.interval = interval;
        this.task = task;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (due) {
                return;
            }
            long wait = earliest - System.nanoTime();
            if (wait > 0) {
                due = true;
                timer.begin(Duration.ofNanos(wait), end -> runNow());
                return;
            }
        }
        runNow();
    }

    private void runNow() {
        synchronized (this) {
            due = false;
            earliest = System.nanoTime() + interval.toNanos();
        }
        task.run();
    }
}
