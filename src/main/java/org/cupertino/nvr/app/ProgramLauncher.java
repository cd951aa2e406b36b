package org.cupertino.nvr.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.UserError;
import org.cupertino.nvr.routes.RouteCheck;
import org.cupertino.nvr.routes.RouteFault;

/** Runs a program as a Camel application of its own. */
abstract class ProgramLauncher {
    private final Main main = new Main();

    /**
     * @param config a properties file
     * @param routes the pattern of the program's route files
     */
    ProgramLauncher(Optional<Path> config, CamelConfiguration configuration, String routes) {
        config.ifPresent(file -> main.setDefaultPropertyPlaceholderLocation("file:" + file));
        main.configure().addConfiguration(configuration);
        main.configure().setRoutesIncludePattern(routes);
    }

    /** The application, which may still be added to before it runs. */
    public final Main main() {
        return main;
    }

    /** Runs until the program is stopped, and returns the exit code. */
    public int run() throws Exception {
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            throw UserError.in(e);
        }
    }

    static List<String> checkRoutes(CamelConfiguration configuration, Path folder)
            throws Exception {
        try (DefaultCamelContext target = new DefaultCamelContext()) {
            target.disableJMX();
            configuration.configure(target);
            return RouteCheck.checkFolder(target, folder).stream()
                    .map(RouteFault::toString)
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(
                    "The folder " + folder + " cannot be read: " + e.getMessage());
        }
    }
}
