package org.cupertino.nvr.processor.ingest;

/** Why a stream could not be opened or broke; the message is for a person and holds no secret. */
class StreamException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What follows from it. */
    enum Kind {
        /** Could not be opened, or broke. */
        FAILED,
        /** Open, but silent or of no use. */
        STALLED,
        /** The camera wants other credentials; trying often may lock the account. */
        LOGIN_REFUSED
    }

    private final Kind kind;

    StreamException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    StreamException(String reason) {
        this(Kind.FAILED, reason);
    }

    Kind kind() {
        return kind;
    }
}
