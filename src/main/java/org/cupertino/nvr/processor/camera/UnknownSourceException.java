package org.cupertino.nvr.processor.camera;

/** This processor has no camera of that number. */
public final class UnknownSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSourceException(int sourceId) {
        super("There is no source " + sourceId + " here");
    }
}
