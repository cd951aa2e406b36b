package org.cupertino.nvr.config;

import org.cupertino.nvr.secret.Redaction;

/** Configuration that the user can put right; the message is one sentence without secrets. */
public final class ConfigException extends RuntimeException implements UserError {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(Redaction.maskLine(message));
    }

    @Override
    public boolean isWrongUsage() {
        return true;
    }
}
