package org.cupertino.nvr.processor.inference.torch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file for the rewritten copy of an archive, which is gone when its network is loaded. */
record TemporaryArchive(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryArchive.class);
    private static final String PREFIX = "cupertino-nvr-";
    private static final String SUFFIX = ".torchscript";

    /** Longer than any network takes to load, of whichever process. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    /** In a folder, out of which what killed processes left behind is removed. */
    static TemporaryArchive in(Path folder) throws IOException {
        removeLeftBehind(folder);
        return new TemporaryArchive(Files.createTempFile(folder, PREFIX, SUFFIX));
    }

    /** Others load and clean up there too, so files may go at any time: that stops nobody. */
    private static void removeLeftBehind(Path folder) {
        Instant oldest = Instant.now().minus(LEFT_BEHIND);
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                if (isOlder(file, oldest)) {
                    delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("What killed processes left behind in {} stays there", folder, e);
        }
    }

    private static boolean isOlder(Path file, Instant oldest) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
        } catch (IOException e) {
            // It has gone meanwhile.
            return false;
        }
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The temporary file {} stays behind", file, e);
        }
    }
}
