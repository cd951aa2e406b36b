package org.cupertino.nvr.processor.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends what one reader thread waits for: libav's blocking calls, which ask it many times a second
 * whether to give up, and its own pauses.
 *
 * <p>JavaCPP has ten native slots for a kind of callback and hands out null pointers after them, so
 * all deadlines share one callback. The opaque pointer distinguishes them: it is no address but an
 * index into a table. Nothing may be thrown out of it.
 */
final class Deadline implements AutoCloseable {
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK =
            new AVIOInterruptCB.Callback_Pointer() {
                @Override
                public int call(Pointer opaque) {
                    try {
                        return table[(int) opaque.address()].expired() ? 1 : 0;
                    } catch (Throwable t) {
                        return 1;
                    }
                }
            };

    /** Index 0 stays empty: it would be a null pointer. Replaced, never shrunk. */
    private static volatile Deadline[] table = new Deadline[16];

    private final int index;
    private volatile long at;
    private volatile boolean stopped;
    private volatile boolean closing;
    private boolean woken;
    private Closeable guarded;

    Deadline() {
        index = register(this);
        arm(0);
    }

    private static synchronized int register(Deadline deadline) {
        int free = 1;
        while (free < table.length && table[free] != null) {
            free++;
        }
        Deadline[] next = Arrays.copyOf(table, Math.max(table.length, free + 1));
        next[free] = deadline;
        table = next;
        return free;
    }

    /** Makes the context's blocking calls end at this deadline. */
    void guard(AVFormatContext context) {
        try (Index opaque = new Index(index)) {
            context.interrupt_callback().callback(CALLBACK).opaque(opaque);
        }
    }

    /** Makes {@link #stop()} close it, instead of what was guarded before. */
    synchronized void guard(Closeable waits) {
        guarded = waits;
        if (stopped) {
            end(waits);
        }
    }

    private static void end(Closeable waits) {
        try {
            waits.close();
        } catch (IOException e) {
            // Whoever waits for it learns the same.
            return;
        }
    }

    /** Interrupts whatever takes longer than that from now on. */
    void arm(long nanos) {
        at = System.nanoTime() + nanos;
    }

    /** Nanoseconds left, 0 or less when the time is up. */
    long left() {
        return at - System.nanoTime();
    }

    boolean expired() {
        return (stopped && !closing) || left() < 0;
    }

    /** Interrupts the current wait and all later ones. Any thread. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
        if (guarded != null) {
            end(guarded);
        }
    }

    boolean stopped() {
        return stopped;
    }

    /** Allows a goodbye to the server even after {@link #stop()}, for at most half a second. */
    void beginClosing() {
        closing = true;
        arm(TimeUnit.MILLISECONDS.toNanos(500));
    }

    void endClosing() {
        closing = false;
    }

    /** Ends a pause early, or the next one if none is under way. Any thread. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Waits until then, until {@link #stop()} or until {@link #wake()}. */
    synchronized void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        if (!stopped && !woken && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                // Only stop() is to end this thread; an interrupt means the same.
                stopped = true;
            }
        }
        woken = false;
    }

    /** Gives the table's place back; no libav call may be under way. */
    @Override
    public void close() {
        synchronized (Deadline.class) {
            if (table[index] == this) {
                table[index] = null;
            }
        }
    }

    /** A number in the place of a pointer. */
    static final class Index extends Pointer {
        Index(int index) {
            super((Pointer) null);
            address = index;
        }
    }
}
