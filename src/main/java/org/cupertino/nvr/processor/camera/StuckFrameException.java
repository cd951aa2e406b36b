package org.cupertino.nvr.processor.camera;

/** A frame of a camera is on its way for so long that nobody waits for it. */
public final class StuckFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckFrameException(int sourceId) {
        super("The analysis of a frame of source " + sourceId + " does not end");
    }
}
