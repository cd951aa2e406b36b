package org.cupertino.nvr.fleet.spawn;

import org.cupertino.nvr.secret.Redaction;

/** A processor could not be started; the message is one sentence for a person, without secrets. */
public final class SpawnException extends Exception {
    private static final long serialVersionUID = 1L;

    public SpawnException(String message) {
        super(Redaction.maskLine(message));
    }
}
