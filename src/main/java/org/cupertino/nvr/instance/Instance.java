package org.cupertino.nvr.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The identity of a running processor; its id may change while it runs. Thread-safe. */
public final class Instance {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Clock clock;
    private final Instant startedAt;
    private final String host;
    private volatile String id;

    /**
     * @throws IllegalArgumentException if the id is not a valid one
     */
    public Instance(String id, Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.host = hostName();
        rename(id);
    }

    /** {@code processor-} and 8 random hex digits. */
    public static String randomId() {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return "processor-" + HexFormat.of().formatHex(random);
    }

    /** Letters, digits, dot, underscore and hyphen, at most 64, the first a letter or digit. */
    public static boolean isValidId(String id) {
        return id != null && ID.matcher(id).matches();
    }

    public String id() {
        return id;
    }

    /**
     * @throws IllegalArgumentException if the id is not a valid one
     */
    public void rename(String newId) {
        if (!isValidId(newId)) {
            throw new IllegalArgumentException(
                    "An instance id is 1 to 64 letters, digits, '.', '_' or '-', the first a letter or"
                            + " digit");
        }
        id = newId;
    }

    public Clock clock() {
        return clock;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Seconds since the start, rounded to milliseconds. */
    public double uptimeS() {
        return Duration.between(startedAt, clock.instant()).toMillis() / 1e3;
    }

    public String host() {
        return host;
    }

    /** Of the program, or {@code dev} when it does not run from a jar. */
    public String version() {
        String version = Instance.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
