package org.cupertino.nvr.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.log.Logging;

/** Runs a processor. */
public final class ProcessorLauncher extends ProgramLauncher {
    private final ProcessorConfiguration configuration;

    public ProcessorLauncher(ProcessorOptions options) {
        this(
                options,
                new ProcessorConfiguration(options, Logging::setInstanceId),
                ProgramFolders.of(System.getenv(), Path.of("")).routes(options.routes()));
    }

    private ProcessorLauncher(
            ProcessorOptions options, ProcessorConfiguration configuration, Optional<Path> routes) {
        super(
                options.config(),
                configuration.watching(routes),
                ProgramFolders.routesPattern(routes));
        this.configuration = configuration;
    }

    @Override
    public int run() throws Exception {
        try {
            return super.run();
        } finally {
            // After the command stop it ends on another thread, which the exit must not overtake.
            configuration.awaitStopped(Duration.ofSeconds(4));
        }
    }

    /**
     * Checks the route files of a folder without starting anything.
     *
     * @return {@code file:line: reason} for each fault
     * @throws org.cupertino.nvr.config.ConfigException if there is no such folder
     */
    public static List<String> checkRoutes(ProcessorOptions options, Path folder) throws Exception {
        return checkRoutes(ProcessorConfiguration.forCheck(options), folder);
    }
}
