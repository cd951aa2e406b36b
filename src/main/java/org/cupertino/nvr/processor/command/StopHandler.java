package org.cupertino.nvr.processor.command;

/**
 * @param stop ends the processor, without waiting for that
 */
record StopHandler(Runnable stop) implements CommandHandler {
    @Override
    public String name() {
        return "stop";
    }

    /** It must get through while a model loads. */
    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void handle(Command command) {
        command.afterAnswer(stop);
    }
}
