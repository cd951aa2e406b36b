package org.cupertino.nvr.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProgramFolders;

/** Runs an orchestrator. */
public final class OrchestratorLauncher extends ProgramLauncher {
    private static final int ROUTES_STOP_WITHIN_S = 3;

    /**
     * @throws org.cupertino.nvr.config.ConfigException if no processor can be started with the
     *     options, or the folder of routes is missing
     */
    public OrchestratorLauncher(OrchestratorOptions options) {
        this(
                options,
                ProgramFolders.of(System.getenv(), Path.of(""))
                        .orchestratorRoutes(options.routes()));
    }

    private OrchestratorLauncher(OrchestratorOptions options, Optional<Path> routes) {
        super(
                options.config(),
                new OrchestratorConfiguration(options, Spawners.of(options.spawn()), routes),
                ProgramFolders.orchestratorRoutesPattern(routes));
        main().configure().setShutdownTimeout(ROUTES_STOP_WITHIN_S);
    }

    /** As for a processor, for the routes of an orchestrator. */
    public static List<String> checkRoutes(OrchestratorOptions options, Path folder)
            throws Exception {
        return checkRoutes(OrchestratorConfiguration.forCheck(options), folder);
    }
}
