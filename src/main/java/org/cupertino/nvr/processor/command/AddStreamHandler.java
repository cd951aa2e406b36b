package org.cupertino.nvr.processor.command;

import java.util.Set;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * @param allowedSchemes of addresses that may come from outside, lower case
 */
record AddStreamHandler(Cameras cameras, Set<String> allowedSchemes) implements CommandHandler {
    /** Characters; a status carries the addresses of all cameras. */
    private static final int LONGEST_URI = 2_048;

    @Override
    public String name() {
        return "add_stream";
    }

    @Override
    public void handle(Command command) throws Exception {
        int sourceId = command.params().sourceId();
        String uri = command.params().optionalText("uri");
        if (uri != null) {
            check(uri);
        }
        if (cameras.stats(sourceId).isEmpty()
                && !cameras.removals().contains(sourceId)
                && cameras.statuses().size() + cameras.removals().count()
                        >= CameraOptions.MOST_CAMERAS) {
            throw CommandException.rejected(
                    "invalid_param",
                    "A processor watches at most " + CameraOptions.MOST_CAMERAS + " cameras");
        }
        if (!cameras.add(sourceId, uri)) {
            throw CommandException.rejected(
                    "source_exists", "There is a source " + sourceId + " already");
        }
    }

    private void check(String uri) throws CommandException {
        if (uri.length() > LONGEST_URI) {
            throw CommandException.rejected(
                    "invalid_param",
                    "The parameter uri must have at most " + LONGEST_URI + " characters");
        }
        String scheme;
        try {
            scheme = CameraAddress.of(uri).scheme();
        } catch (IllegalArgumentException e) {
            throw CommandException.rejected(
                    "invalid_param", "The parameter uri is wrong: " + e.getMessage());
        }
        if (!allowedSchemes.contains(scheme)) {
            throw CommandException.rejected(
                    "invalid_param",
                    "The parameter uri must start with one of "
                            + allowedSchemes.stream().sorted().map(s -> s + "://").toList());
        }
    }
}
