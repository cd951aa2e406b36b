package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.processor.report.StatusReport;

record StatusHandler(StatusReport status) implements CommandHandler {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void handle(Command command) {
        status.publish();
    }
}
