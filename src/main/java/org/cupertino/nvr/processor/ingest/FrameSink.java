package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.processor.frame.Frame;

/**
 * Takes the sampled frames of one camera. Both methods are called on the camera's reader thread and
 * must return at once: while they do not, the stream is not drained and the camera's server drops
 * the connection.
 */
public interface FrameSink {
    /**
     * Whether the last frame is finished. While it is not, due frames are skipped before they are
     * decoded, and counted.
     */
    boolean isReady();

    /**
     * Whether the frames of all cameras that wait leave room for one more. While they do not, a due
     * frame stays due.
     */
    default boolean hasRoom() {
        return true;
    }

    /** Takes a frame over; the implementation closes it. */
    void accept(Frame frame);
}
