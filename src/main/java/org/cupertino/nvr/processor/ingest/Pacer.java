package org.cupertino.nvr.processor.ingest;

import java.util.concurrent.TimeUnit;

/** Makes a source that can be read faster than real time play in real time. Nanoseconds. */
final class Pacer {
    private static final long JUMP = TimeUnit.SECONDS.toNanos(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double stretch;
    private final long lead;
    private final long lag;

    private boolean started;
    private long base;
    private long origin;
    private long lastMedia;
    private long lastDue;
    private long step;

    private Pacer(double stretch, long lead, long lag) {
        this.stretch = stretch;
        this.lead = lead;
        this.lag = lag;
    }

    /** For files: each packet at its time. */
    static Pacer exact() {
        return new Pacer(1, 0, SECOND);
    }

    /**
     * For sources that may be live or not. Packets up to one second ahead pass, and time is
     * stretched by more than clocks differ, so that a live source is never delayed for long.
     */
    static Pacer loose() {
        return new Pacer(0.999, SECOND, 0);
    }

    /** How long to wait before a packet with that time stamp is used. */
    long waitFor(long media, long now) {
        boolean jumped = media < lastMedia || media - lastMedia > JUMP;
        if (!started || jumped) {
            base = media;
            origin = started ? lastDue + step : now;
            started = true;
        } else {
            step = media - lastMedia;
        }
        long due = origin + (long) ((media - base) * stretch);
        if (now - due > lag) {
            base = media;
            origin = now;
            due = now;
        }
        lastMedia = media;
        lastDue = due;
        return Math.max(0, due - now - lead);
    }
}
