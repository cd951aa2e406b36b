package org.cupertino.nvr.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.log.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check-routes",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = {
            "Checks that the route files of a folder work together, without starting anything, and"
                    + " prints file:line: reason for each fault. A running processor checks edited"
                    + " files in the same way."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr check-routes routes",
            "  cupertino-nvr check-routes --orchestrator routes/orchestrator"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Nothing is wrong", "1:There are faults", "2:Wrong usage"})
final class CheckRoutesCommand implements Callable<Integer> {
    @Option(
            names = "--orchestrator",
            description = "Check them as routes of an orchestrator, with its beans.")
    private boolean orchestrator;

    @Option(names = "--wall", description = "Check them as routes of a wall, with its beans.")
    private boolean wall;

    @Parameters(paramLabel = "DIR", description = "Folder of Camel routes (*.yaml).")
    private Path folder;

    @Spec private CommandSpec spec;
    private final Launcher launcher;

    CheckRoutesCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        ProcessorOptions options = ProcessorOptions.from(Map.of("nvr.log-level", "error")::get);
        Logging.start(options.logging());
        Logging.quiet();
        List<String> faults = faults(options);
        faults.forEach(spec.commandLine().getOut()::println);
        if (faults.isEmpty()) {
            spec.commandLine().getOut().println("The routes in " + folder + " are fine");
        }
        spec.commandLine().getOut().flush();
        return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<String> faults(ProcessorOptions options) throws Exception {
        if (wall) {
            return launcher.checkRoutes(WallOptions.from(key -> null), folder);
        }
        return orchestrator
                ? launcher.checkRoutes(
                        // What is off by default is checked as well.
                        OrchestratorOptions.from(
                                Map.of(
                                                "nvr.fall-rule", "true",
                                                "nvr.quiet-rule", "true",
                                                "nvr.left-rule", "true")
                                        ::get,
                                Map.of()),
                        folder)
                : launcher.checkRoutes(options, folder);
    }
}
