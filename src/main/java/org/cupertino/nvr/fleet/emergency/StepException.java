package org.cupertino.nvr.fleet.emergency;

/**
 * A step could not be finished now; the steps behind it have to wait, and all is tried again. The
 * message is one sentence for a person.
 */
public final class StepException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean failed;

    private StepException(String message, boolean failed) {
        super(message);
        this.failed = failed;
    }

    /** It was refused, or took too long. */
    static StepException failed(String message) {
        return new StepException(message, true);
    }

    /** Nothing is wrong so far, it takes its time. */
    static StepException waiting(String message) {
        return new StepException(message, false);
    }

    boolean isFailure() {
        return failed;
    }
}
