package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.processor.camera.Cameras;

/** Once it is executed no frame of the cameras is on its way, so no detection follows the ack. */
record PauseHandler(Cameras cameras, Runnable changed) implements CommandHandler {
    @Override
    public String name() {
        return "pause";
    }

    @Override
    public void handle(Command command) throws CommandException {
        cameras.pause(command.params().optionalSourceId());
        changed.run();
    }
}
