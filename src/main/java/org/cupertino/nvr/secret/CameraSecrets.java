package org.cupertino.nvr.secret;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that addresses of cameras name as {@code ${secret:name}}; a properties file has them. */
public final class CameraSecrets {
    private static final String START = "${secret:";
    private static final Pattern NAME =
            Pattern.compile("\\$\\{secret:([A-Za-z0-9][A-Za-z0-9._-]{0,63})}");
    private static final String PLAIN = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private CameraSecrets() {}

    /**
     * Puts the secrets into an address, percent-encoded. The file is read each time, and only for
     * an address that names one.
     *
     * @param file may be null
     * @throws IllegalArgumentException if there is no such secret; the message holds none
     */
    public static String fill(String address, Path file) {
        if (!address.contains(START)) {
            return address;
        } else if (file == null) {
            throw new IllegalArgumentException(
                    "the address names a secret, but there is no --camera-secrets");
        }
        Properties secrets = read(file);
        String filled =
                NAME.matcher(address)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(secret(secrets, found.group(1))));
        if (filled.contains(START)) {
            throw new IllegalArgumentException(
                    "the address names a secret that is not written ${secret:name}");
        }
        return filled;
    }

    private static Properties read(Path file) {
        Properties secrets = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            secrets.load(text);
            return secrets;
        } catch (IOException | IllegalArgumentException e) {
            // Its message may quote the file.
            throw new IllegalArgumentException("the file of --camera-secrets cannot be read");
        }
    }

    private static String secret(Properties secrets, String name) {
        String value = secrets.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the secret " + name + " is not in the file of --camera-secrets");
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.strip().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%" + HEX.toHexDigits(b));
        }
        return encoded.toString();
    }
}
