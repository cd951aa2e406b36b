package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.Optional;
import org.cupertino.nvr.processor.camera.Cameras;

/** For good, or with a lease until that ends. */
record RemoveStreamHandler(Cameras cameras) implements CommandHandler {
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
            cameras.removals().restore(sourceId);
        } else {
            cameras.removals().remove(sourceId, lease.get());
        }
    }
}
