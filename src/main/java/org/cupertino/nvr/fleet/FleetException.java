package org.cupertino.nvr.fleet;

/** The broker or the fleet does not do what was asked for; the message is one for a person. */
public final class FleetException extends Exception {
    private static final long serialVersionUID = 1L;

    FleetException(String message) {
        super(Text.plain(message));
    }
}
