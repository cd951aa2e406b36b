package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options as the command line would give them. */
final class Parsed {
    static final Set<String> KEYS =
            Settings.keys(new ProcessorOptions(), new OrchestratorOptions());

    private Parsed() {}

    static ProcessorOptions of(Map<String, String> environment, Path folder, String... flags) {
        ProcessorOptions options = new ProcessorOptions();
        Settings settings = Settings.of(environment, folder, KEYS);
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        try {
            options.resolve(parser.parseArgs(flags), settings);
        } catch (ParameterException e) {
            throw new ConfigException(OptionParser.explain(e, settings));
        }
        return options;
    }

    static ProcessorOptions of(String... flags) {
        return of(Map.of(), Path.of("target", "no-such-folder"), flags);
    }
}
