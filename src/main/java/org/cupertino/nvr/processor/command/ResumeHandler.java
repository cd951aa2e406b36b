package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.processor.camera.Cameras;

record ResumeHandler(Cameras cameras, Runnable changed) implements CommandHandler {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public void handle(Command command) throws CommandException {
        cameras.resume(command.params().optionalSourceId());
        changed.run();
    }
}
