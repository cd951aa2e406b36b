package org.cupertino.nvr.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param residentKb memory in RAM, kB
 * @param threads of the operating system
 * @param descriptors open files and connections
 */
record Footprint(long residentKb, long threads, long descriptors) {

    static Footprint of(long pid) {
        Path self = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> open = Files.list(self.resolve("fd"))) {
            String status = Files.readString(self.resolve("status"));
            return new Footprint(
                    number(status, "VmRSS:"), number(status, "Threads:"), open.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
