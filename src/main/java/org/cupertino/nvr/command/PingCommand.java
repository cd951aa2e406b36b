package org.cupertino.nvr.command;

import org.cupertino.nvr.report.StatusReport;

record PingCommand(StatusReport status) implements CommandHandler {
    @Override
    public String name() {
        return "ping";
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void handle(Command command) {
        status.pong();
    }
}
