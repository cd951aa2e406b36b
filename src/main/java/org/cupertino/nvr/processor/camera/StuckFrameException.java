package org.cupertino.nvr.processor.camera;

/** A frame of a camera is on its way for longer than any caller waits. */
public final class StuckFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckFrameException(int sourceId) {
        super("The analysis of a frame of source " + sourceId + " does not end");
    }
}
