package org.cupertino.nvr.fleet.wall;

/** What a browser asks for is not done; the message is a sentence for a person. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** It makes no sense. */
    static RefusedException wrong(String message) {
        return new RefusedException(400, message);
    }

    /** Whoever asks may not. */
    static RefusedException forbidden(String message) {
        return new RefusedException(403, message);
    }

    /** There is no such thing. */
    static RefusedException missing(String message) {
        return new RefusedException(404, message);
    }

    /** Too much is asked for at once. */
    static RefusedException busy() {
        return new RefusedException(503, "Too many commands are on their way; try again");
    }

    /** Of HTTP. */
    int status() {
        return status;
    }
}
