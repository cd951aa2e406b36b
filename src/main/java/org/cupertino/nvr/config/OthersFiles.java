package org.cupertino.nvr.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of the working directory that are used because they are there, and that another user of the
 * machine may have put there or may change: routes and networks are code.
 */
final class OthersFiles {
    private static final int OTHERS_WRITE = 2;
    private static final int ROOT = 0;

    private OthersFiles() {}

    /**
     * Refuses a file, or a folder with what is in it, that others may write.
     *
     * @param option what names a path that is used whoever may write it
     * @throws ConfigException if so
     */
    static void refuse(Path path, String option) {
        Path place = path.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(path, 2)) {
            boolean shared = isWritable(place) || isForeign(place);
            Optional<Path> open =
                    files.filter(file -> isWritable(file) || shared && isForeign(file)).findFirst();
            if (open.isPresent()) {
                throw new ConfigException(
                        "Other users of this machine may change "
                                + open.get().toAbsolutePath()
                                + ", which is used because it is in the working directory; take"
                                + " that right away, or name the path with "
                                + option);
            }
        } catch (IOException e) {
            throw new ConfigException(path + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isWritable(Path file) {
        return (number(file, "unix:mode", 0) & OTHERS_WRITE) != 0 && !isReadOnly(file);
    }

    /** Mounted for reading alone, as volumes of containers are. */
    private static boolean isReadOnly(Path file) {
        try {
            return Files.getFileStore(file).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isForeign(Path file) {
        int owner = number(file, "unix:uid", ROOT);
        return owner != ROOT && owner != number(Path.of("/proc/self"), "unix:uid", owner);
    }

    /** The other value where the system knows no such attribute, or the file is gone. */
    private static int number(Path file, String attribute, int otherwise) {
        try {
            return (Integer) Files.getAttribute(file, attribute);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return otherwise;
        }
    }
}
