package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.picture.Pictures;

/** Once, or with a lease for each analysed frame until that ends. */
record SnapshotHandler(Cameras cameras, Pictures pictures) implements CommandHandler {
    /** Pixels. */
    private static final int USUAL_WIDTH = 640;

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public void handle(Command command) throws CommandException {
        OptionalInt sourceId = command.params().optionalSourceId();
        OptionalInt width = command.params().optionalWidth();
        Optional<Duration> lease = command.params().optionalLease();
        if (!pictures.mayBeAsked()) {
            throw CommandException.rejected(
                    "not_allowed", "This processor publishes no pictures (--snapshots never)");
        }
        if (sourceId.isPresent()) {
            cameras.check(sourceId.getAsInt());
        }
        if (lease.isEmpty()) {
            pictures.wishes()
                    .once(
                            sourceId.isPresent() ? List.of(sourceId.getAsInt()) : cameras.all(),
                            width.orElse(USUAL_WIDTH));
        } else if (lease.get().isZero()) {
            pictures.wishes().end(sourceId, width);
        } else if (!pictures.wishes().lease(sourceId, width.orElse(USUAL_WIDTH), lease.get())) {
            throw CommandException.rejected(
                    "invalid_param", "Pictures of too many different widths are leased already");
        }
    }
}
