package org.cupertino.nvr.fleet.emergency;

/** A message is no event that can be acted upon; its message says why, in one sentence. */
public final class EventException extends Exception {
    private static final long serialVersionUID = 1;

    EventException(String message) {
        super(message);
    }
}
