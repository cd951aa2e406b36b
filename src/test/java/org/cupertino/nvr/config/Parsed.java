package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Options as the command line would give them. */
final class Parsed {
    static final Set<String> KEYS =
            Settings.keys(new ProcessorOptions(), new OrchestratorOptions());

    private Parsed() {}

    static ProcessorOptions of(Map<String, String> environment, Path folder, String... flags) {
        return ProgramOptions.parse(
                new ProcessorOptions(), Settings.of(environment, folder, KEYS), flags);
    }

    static ProcessorOptions of(String... flags) {
        return of(Map.of(), Path.of("target", "no-such-folder"), flags);
    }
}
