package org.cupertino.nvr.processor.camera;

/** There is no camera of that number here. */
public final class UnknownSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSourceException(int sourceId) {
        super("There is no source " + sourceId + " here");
    }
}
