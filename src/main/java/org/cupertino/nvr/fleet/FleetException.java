package org.cupertino.nvr.fleet;

/** The broker or a processor refused or did not answer; the message is for a person. */
public final class FleetException extends Exception {
    private static final long serialVersionUID = 1L;

    public FleetException(String message) {
        super(Text.plain(message));
    }
}
