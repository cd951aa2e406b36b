package org.cupertino.nvr.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the program. */
public final class Version {
    private static final String POM = "/META-INF/maven/org.cupertino/cupertino-nvr/pom.properties";

    private static final String CURRENT = read();

    private Version() {}

    /** As the build stamped it into the jar, or {@code development} outside of one. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = Version.class.getResourceAsStream(POM)) {
            Properties pom = new Properties();
            if (in != null) {
                pom.load(in);
            }
            return pom.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
