package org.cupertino.nvr.fleet.wall;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses passwords: after three failures each further try, for that name or from
 * that address, has to wait, twice as long each time, up to a minute. Thread-safe.
 */
final class LoginBrake {
    private static final int FREE = 3;
    private static final int MOST = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    private record Failures(int count, long last) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>();
    private final LongSupplier nanos;

    /**
     * @param nanos as by {@link System#nanoTime}
     */
    LoginBrake(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether a try is to be refused unseen. */
    synchronized boolean holds(String... keys) {
        long now = nanos.getAsLong();
        failures.values().removeIf(each -> now - each.last() >= FORGOTTEN_AFTER.toNanos());
        for (String key : keys) {
            Failures so = failures.get(key);
            if (so != null && now - so.last() < wait(so.count())) {
                return true;
            }
        }
        return false;
    }

    private static long wait(int count) {
        return count < FREE
                ? 0
                : Math.min(
                        LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(count - FREE, 10));
    }

    synchronized void failed(String... keys) {
        for (String key : keys) {
            Failures before = failures.remove(key);
            failures.put(
                    key, new Failures(before == null ? 1 : before.count() + 1, nanos.getAsLong()));
            if (failures.size() > MOST) {
                failures.remove(failures.keySet().iterator().next());
            }
        }
    }

    synchronized void succeeded(String... keys) {
        for (String key : keys) {
            failures.remove(key);
        }
    }
}
