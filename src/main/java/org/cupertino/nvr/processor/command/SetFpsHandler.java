package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.cupertino.nvr.processor.camera.Cameras;

/** For good, or with a lease until that ends. */
record SetFpsHandler(Cameras cameras) implements CommandHandler {
    @Override
    public String name() {
        return "set_fps";
    }

    @Override
    public void handle(Command command) throws CommandException {
        OptionalInt sourceId = command.params().optionalSourceId();
        Optional<Duration> lease = command.params().optionalLease();
        if (lease.isPresent() && lease.get().isZero()) {
            cameras.rates().endLease(sourceId);
            return;
        }
        double maxFps = command.params().rate("max_fps");
        if (lease.isPresent()) {
            cameras.rates().lease(sourceId, maxFps, lease.get());
        } else {
            cameras.rates().set(sourceId, maxFps);
        }
    }
}
