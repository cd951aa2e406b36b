package org.cupertino.nvr.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What several options must be; an option without a value breaks no rule. */
final class Rules {
    static final Duration LONGEST = Duration.ofDays(1);

    private Rules() {}

    static void rate(OptionSources from, String option, double value) {
        from.require(Rates.allowed(value), option, value, Rates.RULE);
    }

    static void fraction(OptionSources from, String option, Double value) {
        boolean holds = value == null || value > 0 && value <= 1;
        from.require(holds, option, value, "more than 0 and at most 1");
    }

    static void duration(OptionSources from, String option, Duration value) {
        Duration smallest = Duration.ofMillis(1);
        duration(from, option, value, smallest, "more than 0 and at most 24h");
    }

    static void duration(
            OptionSources from, String option, Duration value, Duration least, String rule) {
        boolean holds =
                value == null || value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0;
        from.require(holds, option, value == null ? "" : Durations.format(value), rule);
    }

    static void folder(OptionSources from, String option, Path path) {
        from.require(path == null || Files.isDirectory(path), option, path, "an existing folder");
    }

    static void file(OptionSources from, String option, Path path) {
        boolean holds = path == null || Files.isRegularFile(path) && Files.isReadable(path);
        from.require(holds, option, path, "a file that can be read");
    }
}
