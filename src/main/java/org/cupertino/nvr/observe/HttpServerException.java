package org.cupertino.nvr.observe;

import org.cupertino.nvr.config.UserError;

/** Health and metrics cannot be served on the configured address. */
public final class HttpServerException extends Exception implements UserError {
    private static final long serialVersionUID = 1L;

    HttpServerException(String message) {
        super(message);
    }
}
