package org.cupertino.nvr.fleet.emergency;

/**
 * A step could not be finished in this pass; the steps behind it wait for the next one. The message
 * is one sentence for a person.
 */
public final class StepException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean failed;

    private StepException(String message, boolean failed) {
        super(message);
        this.failed = failed;
    }

    /** It was refused, or timed out. */
    static StepException failed(String message) {
        return new StepException(message, true);
    }

    /** It is under way. */
    static StepException waiting(String message) {
        return new StepException(message, false);
    }

    boolean isFailure() {
        return failed;
    }
}
