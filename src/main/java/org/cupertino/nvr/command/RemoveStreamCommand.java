package org.cupertino.nvr.command;

import java.time.Duration;
import java.util.Optional;
import org.cupertino.nvr.camera.Cameras;

/** For good, or with a lease until that ends. */
record RemoveStreamCommand(Cameras cameras) implements CommandHandler {
    @Override
    public String name() {
        return "remove_stream";
    }

    @Override
    public void handle(Command command) throws Exception {
        int sourceId = command.params().sourceId();
        Optional<Duration> lease = command.params().optionalLease();
        if (lease.isEmpty()) {
            cameras.remove(sourceId);
        } else if (lease.get().isZero()) {
            cameras.away().bringBack(sourceId);
        } else {
            cameras.away().send(sourceId, lease.get());
        }
    }
}
