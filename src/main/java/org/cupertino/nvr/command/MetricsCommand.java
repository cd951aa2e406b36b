package org.cupertino.nvr.command;

/**
 * @param publish publishes Metrics now
 */
record MetricsCommand(Runnable publish) implements CommandHandler {
    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void handle(Command command) {
        publish.run();
    }
}
