package org.cupertino.nvr.processor.command;

/** Executes one kind of command. */
public interface CommandHandler {
    /** The command's name on the wire. */
    String name();

    /**
     * Whether it is executed at once, even while a change is under way, on the thread that received
     * it; then it must not wait. The others are executed one at a time, in order of arrival.
     */
    default boolean immediate() {
        return false;
    }

    /**
     * Executes it, wholly or not at all.
     *
     * @throws CommandException if it cannot be executed; anything else counts as an error of the
     *     program
     */
    void handle(Command command) throws Exception;
}
