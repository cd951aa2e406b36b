package org.cupertino.nvr.command;

import org.cupertino.nvr.camera.Cameras;

record ResumeCommand(Cameras cameras) implements CommandHandler {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public void handle(Command command) throws CommandException {
        cameras.resume(command.params().optionalSourceId());
    }
}
