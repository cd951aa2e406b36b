package org.cupertino.nvr.command;

import org.cupertino.nvr.camera.Cameras;

record SetFpsCommand(Cameras cameras) implements CommandHandler {
    private static final double MOST_FPS = 1_000;

    @Override
    public String name() {
        return "set_fps";
    }

    @Override
    public void handle(Command command) throws CommandException {
        cameras.setMaxFps(
                command.params().optionalSourceId(),
                command.params().positive("max_fps", MOST_FPS));
    }
}
