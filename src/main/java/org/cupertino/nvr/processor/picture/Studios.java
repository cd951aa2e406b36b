package org.cupertino.nvr.processor.picture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.cupertino.nvr.config.SnapshotPrivacy;
import org.cupertino.nvr.processor.frame.Frame;

/**
 * Studios that wait for their next picture, the one used last first. There are as many as pictures
 * are made at the same time, and few more for other sizes. Thread-safe.
 */
final class Studios implements AutoCloseable {
    /** Of them, one for 640 x 480 takes some 3 MB. */
    private static final int MOST_IDLE = 4;

    private final SnapshotPrivacy privacy;
    private final double blockPercent;
    private final Deque<Studio> idle = new ArrayDeque<>();
    private boolean closed;

    Studios(SnapshotPrivacy privacy, double blockPercent) {
        this.privacy = privacy;
        this.blockPercent = blockPercent;
    }

    /**
     * @param width in pixels; a frame that is narrower is not enlarged
     * @param hidden where people are, for {@link SnapshotPrivacy#PEOPLE}
     * @throws IllegalStateException if libav makes none of it
     */
    byte[] jpeg(Frame frame, int width, List<People.Area> hidden) {
        int w = Math.min(width, frame.width());
        int h = Math.max(1, (int) Math.rint((double) w * frame.height() / frame.width()));
        Studio studio = take(w, h);
        try {
            byte[] jpeg = studio.jpeg(frame, hidden);
            giveBack(studio);
            return jpeg;
        } catch (RuntimeException | Error e) {
            studio.close();
            throw e;
        }
    }

    private Studio take(int width, int height) {
        synchronized (this) {
            for (Iterator<Studio> all = idle.iterator(); all.hasNext(); ) {
                Studio studio = all.next();
                if (studio.width() == width && studio.height() == height) {
                    all.remove();
                    return studio;
                }
            }
        }
        return new Studio(width, height, privacy, blockPercent);
    }

    private synchronized void giveBack(Studio studio) {
        idle.addFirst(studio);
        while (idle.size() > (closed ? 0 : MOST_IDLE)) {
            idle.removeLast().close();
        }
    }

    /** Frees those that are idle. */
    synchronized void clear() {
        idle.forEach(Studio::close);
        idle.clear();
    }

    /** As {@link #clear}, and none is kept any more. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }
}
