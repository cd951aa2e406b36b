package org.cupertino.nvr.fleet.spawn.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.cupertino.nvr.fleet.spawn.SpawnException;

/**
 * What a processor in a container starts with: its environment, which everyone who may use the
 * engine can read, and files, among them one of the settings that may hold secrets.
 *
 * @param variables without secrets; where they name a file, it is one in the folder
 * @param tar the files, to be unpacked in the folder
 */
record HandedOver(Map<String, String> variables, byte[] tar) {
    /** Of the container. */
    static final String FOLDER = "/run/cupertino-nvr";

    private static final String SETTINGS = "settings.properties";

    private static final Set<String> SECRETS =
            Set.of("NVR_STREAM", "NVR_STREAM_SERVER", "NVR_MQTT_URL", "NVR_MQTT_PASSWORD");

    /** Settings that name a file, which goes along if it is on this machine. */
    private static final Set<String> FILES =
            Set.of(
                    "NVR_CAMERAS",
                    "NVR_CAMERA_SECRETS",
                    "NVR_CAMERA_CA",
                    "NVR_MQTT_CA",
                    "NVR_MQTT_CERT",
                    "NVR_MQTT_KEY",
                    "NVR_MQTT_PASSWORD_FILE");

    /** Readable by whatever user the image has; nobody else is in the container. */
    private static final int READABLE = 0100444;

    /**
     * Reads the files that the variables name.
     *
     * @throws SpawnException if one cannot be read
     */
    static HandedOver of(Map<String, String> all) throws SpawnException {
        Map<String, String> variables = new TreeMap<>();
        Properties secrets = new Properties();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> variable : all.entrySet()) {
                String name = variable.getKey();
                String value = variable.getValue();
                if (SECRETS.contains(name)) {
                    secrets.setProperty(key(name), value);
                } else if (FILES.contains(name) && Files.isRegularFile(Path.of(value))) {
                    String file = key(name).substring("nvr.".length());
                    add(tar, file, Files.readAllBytes(Path.of(value)));
                    variables.put(name, FOLDER + "/" + file);
                } else {
                    variables.put(name, value);
                }
            }
            if (!secrets.isEmpty()) {
                StringWriter text = new StringWriter();
                secrets.store(text, null);
                add(tar, SETTINGS, text.toString().getBytes(UTF_8));
                variables.put("NVR_CONFIG", FOLDER + "/" + SETTINGS);
            }
        } catch (IOException e) {
            throw new SpawnException("a file of its settings cannot be read: " + e.getMessage());
        }
        return new HandedOver(variables, bytes.toByteArray());
    }

    /** The key of a variable: no key has an underscore. */
    private static String key(String variable) {
        return variable.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(READABLE);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
