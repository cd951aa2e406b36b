package org.cupertino.nvr.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The identity of a running processor; its id may change while it runs. Thread-safe. */
public final class Instance {
    private final Clock clock;
    private final Instant startedAt;
    // The clock on the wall may be set.
    private final long startedNanos = System.nanoTime();
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

    public String id() {
        return id;
    }

    /**
     * @throws IllegalArgumentException if the id is not a valid one
     */
    public void rename(String newId) {
        if (!InstanceIds.isValid(newId)) {
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
        return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1e3;
    }

    public String host() {
        return host;
    }

    /** Of the program. */
    public String version() {
        return Version.current();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
