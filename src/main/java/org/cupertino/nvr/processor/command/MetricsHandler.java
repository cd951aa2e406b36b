package org.cupertino.nvr.processor.command;

/**
 * @param publish publishes Metrics now
 */
record MetricsHandler(Runnable publish) implements CommandHandler {
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
