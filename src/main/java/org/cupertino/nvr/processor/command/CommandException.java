package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.wire.AckStatus;

/** A command was not executed; becomes its ack. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AckStatus status;
    private final String code;

    private CommandException(AckStatus status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /**
     * Bad input, nothing was tried.
     *
     * @param code stable snake_case word
     * @param message one sentence for a person
     */
    public static CommandException rejected(String code, String message) {
        return new CommandException(AckStatus.REJECTED, code, message);
    }

    /** Input that is not a command at all. */
    static CommandException malformed() {
        return rejected("malformed_json", "A command is one JSON object in UTF-8");
    }

    /** Tried and failed; the state is as before. */
    public static CommandException failed(String code, String message) {
        return new CommandException(AckStatus.ERROR, code, message);
    }

    AckStatus status() {
        return status;
    }

    String code() {
        return code;
    }
}
