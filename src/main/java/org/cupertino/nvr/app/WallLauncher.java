package org.cupertino.nvr.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.config.WallOptions;

/** Runs a wall. */
public final class WallLauncher extends ProgramLauncher {
    private static final int ROUTES_STOP_WITHIN_S = 3;

    private final WallConfiguration configuration;

    /**
     * @throws org.cupertino.nvr.config.ConfigException if the folder of routes is missing
     */
    public WallLauncher(WallOptions options) {
        this(options, ProgramFolders.of(System.getenv(), Path.of("")).wallRoutes(options.routes()));
    }

    private WallLauncher(WallOptions options, Optional<Path> routes) {
        this(options, routes, new WallConfiguration(options, routes));
    }

    private WallLauncher(
            WallOptions options, Optional<Path> routes, WallConfiguration configuration) {
        super(options.config(), configuration, ProgramFolders.wallRoutesPattern(routes));
        this.configuration = configuration;
        main().configure().setShutdownTimeout(ROUTES_STOP_WITHIN_S);
    }

    /** The port of the page; 0 before it is served. */
    public int port() {
        return configuration.port();
    }

    /** As for a processor, for the routes of a wall. */
    public static List<String> checkRoutes(WallOptions options, Path folder) throws Exception {
        return checkRoutes(WallConfiguration.forCheck(options), folder);
    }
}
