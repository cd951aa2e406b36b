package org.cupertino.nvr.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where this user's programs keep what outlives them, and nothing cleans away. */
public final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final String PROGRAM = "cupertino-nvr";

    private static final FileAttribute<?> CLOSED =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private StateFolder() {}

    /**
     * A folder, made with mode 700 if need be: in {@code $STATE_DIRECTORY}, which systemd sets, or
     * {@code $XDG_STATE_HOME}, or {@code ~/.local/state}; empty if none of them can be written to.
     *
     * @param environment variables
     * @param name of the folder in there
     */
    public static Optional<Path> of(Map<String, String> environment, String name) {
        Set<Path> states = new LinkedHashSet<>();
        String systemd = environment.getOrDefault("STATE_DIRECTORY", "").split(":")[0];
        if (!systemd.isEmpty()) {
            states.add(Path.of(systemd, name));
        }
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        if (xdg.startsWith("/")) {
            states.add(Path.of(xdg, PROGRAM, name));
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.startsWith("/")) {
            states.add(Path.of(home, ".local", "state", PROGRAM, name));
        }
        return states.stream().filter(StateFolder::make).findFirst();
    }

    private static boolean make(Path folder) {
        try {
            Files.createDirectories(folder, CLOSED);
            return Files.isWritable(folder);
        } catch (IOException e) {
            LOG.debug("No state in {}: {}", folder, e.toString());
            return false;
        }
    }
}
