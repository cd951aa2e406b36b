package org.cupertino.nvr.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cupertino.nvr.config.CameraNetworks;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.ConfigException;

/**
 * The cameras of a processor: those that its options choose, or else all of the file, and what is
 * known of each. Immutable.
 */
public final class SiteCameras {
    private final CameraOptions options;
    private final SortedMap<Integer, SiteCamera> file;

    private SiteCameras(CameraOptions options, SortedMap<Integer, SiteCamera> file) {
        this.options = options;
        this.file = file;
    }

    /**
     * Reads the file that the options name, if they do.
     *
     * @throws ConfigException if it cannot be read, or something is wrong with it
     */
    public static SiteCameras of(CameraOptions options) {
        if (options.file().isEmpty()) {
            return new SiteCameras(options, new TreeMap<>());
        }
        Path path = options.file().get();
        try {
            return of(options, CameraFile.read(path));
        } catch (IOException e) {
            throw new ConfigException("--cameras " + path + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * With what the file says now.
     *
     * @throws ConfigException if something is wrong with it
     */
    public static SiteCameras of(CameraOptions options, CameraFile file) {
        return new SiteCameras(options, file.orRefuse().cameras());
    }

    /** What each camera's stream is opened with, apart from its address. */
    public CameraOptions options() {
        return options;
    }

    /** Address of every camera to start with, by its number, ascending. May hold credentials. */
    public SortedMap<Integer, String> addresses() {
        SortedMap<Integer, String> addresses = new TreeMap<>();
        Collection<Integer> chosen =
                options.uris().isEmpty() ? file.keySet() : options.uris().keySet();
        chosen.forEach(id -> addresses.put(id, addressOf(id)));
        return addresses;
    }

    /**
     * Address of a camera: that of {@code --stream}, else that of the file, else the usual one of
     * its number. May hold credentials.
     */
    public String addressOf(int sourceId) {
        SiteCamera camera = file.get(sourceId);
        return camera == null || camera.address() == null || options.isAddressed(sourceId)
                ? options.uris().getOrDefault(sourceId, options.uriOf(sourceId))
                : camera.address();
    }

    /**
     * Frames a second of the file; empty for the rate of all, as for a camera of {@code --stream}.
     */
    public OptionalDouble maxFps(int sourceId) {
        SiteCamera camera = file.get(sourceId);
        return camera == null || camera.maxFps() == null || options.isAddressed(sourceId)
                ? OptionalDouble.empty()
                : OptionalDouble.of(camera.maxFps());
    }

    /**
     * Whether nothing but key frames is to be decoded. Options alone say it of {@code --stream}.
     */
    public boolean keyFramesOnly(int sourceId) {
        SiteCamera camera = file.get(sourceId);
        return camera == null || camera.keyFramesOnly() == null || options.isAddressed(sourceId)
                ? options.keyFramesOnly(sourceId)
                : camera.keyFramesOnly();
    }

    /** Where cameras may be whose address nobody has configured here. */
    public CameraNetworks networks() {
        return options.networks(
                file.values().stream().map(SiteCamera::address).filter(Objects::nonNull).toList());
    }

    /** Its name for a person, or null. */
    public String name(int sourceId) {
        SiteCamera camera = file.get(sourceId);
        return camera == null ? null : camera.name();
    }

    /** What the file says, whether these cameras are chosen or not. */
    public Collection<SiteCamera> inFile() {
        return file.values();
    }
}
