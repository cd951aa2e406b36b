package org.cupertino.nvr.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.ConfigException;

/**
 * A file of cameras, as it was read, with all that is wrong with it. Immutable.
 *
 * @param cameras by their numbers; those that are right
 * @param faults empty if nothing is wrong
 */
public record CameraFile(SortedMap<Integer, SiteCamera> cameras, List<FileFault> faults) {
    /** Bytes of the largest file. */
    static final int MOST_BYTES = 2 << 20;

    private static final int SHOWN = 10;

    /**
     * The bytes of a file, not more than one beyond the largest that is taken.
     *
     * @throws IOException if it cannot be read
     */
    public static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    /**
     * Reads and checks a file.
     *
     * @throws IOException if it cannot be read
     */
    public static CameraFile read(Path file) throws IOException {
        return parse(file.getFileName().toString(), bytes(file));
    }

    /**
     * Checks what was read.
     *
     * @param name how the faults call the file
     */
    public static CameraFile parse(String name, byte[] bytes) {
        SortedMap<Integer, SiteCamera> cameras = new TreeMap<>();
        List<FileFault> faults = new ArrayList<>();
        try {
            cameras(YamlPart.of(text(bytes)), name, cameras, faults);
        } catch (YamlFault e) {
            faults.add(new FileFault(name, e.line(), e.getMessage()));
        }
        return new CameraFile(cameras, List.copyOf(faults));
    }

    private static String text(byte[] bytes) throws YamlFault {
        if (bytes.length > MOST_BYTES) {
            throw new YamlFault(0, "it has more than " + MOST_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new YamlFault(0, "it is not UTF-8");
        }
    }

    /** A fault of one camera does not hide those of the next. */
    private static void cameras(
            YamlPart root,
            String file,
            SortedMap<Integer, SiteCamera> cameras,
            List<FileFault> faults)
            throws YamlFault {
        YamlPart all = root.known(Set.of("cameras")).get("cameras");
        if (all == null) {
            throw root.fault("it has no key cameras");
        }
        Map<String, YamlPart> entries = all.entries("cameras by their numbers");
        if (entries.size() > CameraOptions.MOST_CAMERAS) {
            throw all.fault(
                    "it has %d cameras, at most %d are for one processor"
                            .formatted(entries.size(), CameraOptions.MOST_CAMERAS));
        }
        for (Map.Entry<String, YamlPart> entry : entries.entrySet()) {
            try {
                if (!entry.getKey().matches("\\d{1,9}")) {
                    throw entry.getValue()
                            .fault(entry.getValue().path() + " is not the number of a camera");
                }
                int id = Integer.parseInt(entry.getKey());
                SiteCamera camera = CameraReader.read(id, entry.getValue());
                if (cameras.putIfAbsent(id, camera) != null) {
                    throw entry.getValue().fault(entry.getValue().path() + " is given twice");
                }
            } catch (YamlFault e) {
                faults.add(new FileFault(file, e.line(), e.getMessage()));
            }
        }
    }

    /** What is wrong, as one text; the first ten faults if there are more. Empty if nothing is. */
    public String problem() {
        String first =
                String.join("; ", faults.stream().limit(SHOWN).map(FileFault::sentence).toList());
        return faults.size() <= SHOWN
                ? first
                : first + "; and %d more".formatted(faults.size() - SHOWN);
    }

    /**
     * The same, if nothing is wrong with it.
     *
     * @throws ConfigException otherwise
     */
    CameraFile orRefuse() {
        if (!faults.isEmpty()) {
            throw new ConfigException(problem());
        }
        return this;
    }
}
