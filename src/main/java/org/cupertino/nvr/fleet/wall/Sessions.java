package org.cupertino.nvr.fleet.wall;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Who has logged in. Sessions end with the program. Thread-safe. */
final class Sessions {
    static final Duration LASTS = Duration.ofHours(12);
    static final int MOST = 1_000;
    private static final int ID_BYTES = 32;

    private record Session(Visitor visitor, long since) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final LongSupplier nanos;

    /**
     * @param nanos as by {@link System#nanoTime}
     */
    Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A new secret by which the visitor is known; of too many the first ends. */
    synchronized String begin(Visitor visitor) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(id, new Session(visitor, nanos.getAsLong()));
        if (sessions.size() > MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return id;
    }

    /** Whose it is, unless it is none or has lasted too long. */
    synchronized Optional<Visitor> find(String id) {
        long now = nanos.getAsLong();
        sessions.values().removeIf(session -> now - session.since() >= LASTS.toNanos());
        return Optional.ofNullable(sessions.get(id)).map(Session::visitor);
    }

    synchronized void end(String id) {
        sessions.remove(id);
    }
}
