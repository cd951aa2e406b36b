package org.cupertino.nvr.fleet.emergency;

/** An event is rejected; the message says why, in one sentence. */
public final class EventException extends Exception {
    private static final long serialVersionUID = 1;

    EventException(String message) {
        super(message);
    }
}
