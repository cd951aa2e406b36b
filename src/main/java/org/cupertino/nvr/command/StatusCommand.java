package org.cupertino.nvr.command;

import org.cupertino.nvr.report.StatusReport;

record StatusCommand(StatusReport status) implements CommandHandler {
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
