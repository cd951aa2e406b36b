package org.cupertino.nvr.observe;

/** Health and metrics cannot be served on the configured address. */
public final class HttpServerException extends Exception {
    private static final long serialVersionUID = 1L;

    HttpServerException(String message) {
        super(message);
    }
}
