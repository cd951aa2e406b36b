package org.cupertino.nvr.command;

import org.cupertino.nvr.camera.Cameras;

record RemoveStreamCommand(Cameras cameras) implements CommandHandler {
    @Override
    public String name() {
        return "remove_stream";
    }

    @Override
    public void handle(Command command) throws Exception {
        cameras.remove(command.params().sourceId());
    }
}
