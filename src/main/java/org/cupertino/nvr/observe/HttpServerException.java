package org.cupertino.nvr.observe;

/** Health and metrics cannot be served where they were asked for. */
public final class HttpServerException extends Exception {
    private static final long serialVersionUID = 1L;

    HttpServerException(String message) {
        super(message);
    }
}
