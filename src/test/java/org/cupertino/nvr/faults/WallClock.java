package org.cupertino.nvr.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The time of day for processes started with its variables; it can be set while they run. */
final class WallClock {
    /** How long a process may go on with the time as it was before. */
    static final int CACHED_S = 1;

    private static final List<Path> LIBRARIES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
                    Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path file;
    private final List<Duration> offsets = new ArrayList<>(List.of(Duration.ZERO));

    WallClock() throws IOException {
        file = Files.createTempDirectory("faults-").resolve("clock");
        set(Duration.ZERO);
    }

    static boolean isAvailable() {
        return LIBRARIES.stream().anyMatch(Files::exists);
    }

    /** The clock that counts from the start of the machine stays as it is, as on a real one. */
    Map<String, String> variables() {
        String library =
                LIBRARIES.stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("libfaketime is not installed"))
                        .toString();
        return Map.of(
                "LD_PRELOAD",
                library,
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                Integer.toString(CACHED_S),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                // A remedy for other programs that makes Java ten times slower.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    /** From now on it shows so much more than the time of this machine. */
    void set(Duration ahead) throws IOException {
        offsets.add(ahead);
        // Nobody is to read half of it.
        Path next = file.resolveSibling("next");
        Files.writeString(next, "%+d\n".formatted(ahead.toSeconds()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** All that it has been ahead by. */
    List<Duration> offsets() {
        return List.copyOf(offsets);
    }
}
