package org.cupertino.nvr.fleet.emergency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.site.CameraFile;
import org.cupertino.nvr.site.SiteCameras;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The site's file of cameras, as it was when nothing was wrong with it. Not thread-safe. */
final class SiteFile {
    private static final Logger LOG = LoggerFactory.getLogger(SiteFile.class);

    private SiteCameras cameras;
    private byte[] right;
    private Path copy;

    /**
     * @throws ConfigException if it cannot be read, or something is wrong with it
     */
    SiteFile(CameraOptions options) {
        cameras = SiteCameras.of(options);
    }

    /**
     * Reads it again.
     *
     * @return what a processor is to start with: the file, or a copy of what was right last; empty
     *     if there is none
     */
    Optional<Path> read() {
        CameraOptions options = cameras.options();
        if (options.file().isEmpty()) {
            return Optional.empty();
        }
        Path file = options.file().get();
        try {
            byte[] bytes = CameraFile.bytes(file);
            CameraFile now = CameraFile.parse(file.getFileName().toString(), bytes);
            cameras = SiteCameras.of(options, now);
            right = bytes;
            copy = null;
            return Optional.of(file);
        } catch (IOException | ConfigException e) {
            LOG.atWarn()
                    .addKeyValue("event", "cameras_rejected")
                    .log("Emergency processors get the cameras as they were: {}", e.getMessage());
            return Optional.ofNullable(right).flatMap(this::copy);
        }
    }

    /** In a file of its own, since with a faulty one no processor starts. */
    private Optional<Path> copy(byte[] content) {
        try {
            if (copy == null || !Files.exists(copy)) {
                Path made = Files.createTempFile("cupertino-nvr-cameras-", ".yaml");
                made.toFile().deleteOnExit();
                copy = Files.write(made, content);
            }
            return Optional.of(copy);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("event", "cameras_rejected")
                    .log("Emergency processors know no zones: {}", e.toString());
            return Optional.empty();
        }
    }

    /** What was right last. */
    SiteCameras cameras() {
        return cameras;
    }
}
