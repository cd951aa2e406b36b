package org.cupertino.nvr.processor.command;

/** Does one kind of command. */
public interface CommandHandler {
    /** The command's name on the wire. */
    String name();

    /**
     * Whether it is done at once, even while a change is under way, on the thread that received it;
     * then it must not wait for anything. The others are done one at a time, in order of arrival.
     */
    default boolean immediate() {
        return false;
    }

    /**
     * Does it, wholly or not at all.
     *
     * @throws CommandException if it cannot be done; anything else counts as a fault of the program
     */
    void handle(Command command) throws Exception;
}
