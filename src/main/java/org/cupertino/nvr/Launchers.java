package org.cupertino.nvr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cupertino.nvr.app.Doctor;
import org.cupertino.nvr.app.OrchestratorLauncher;
import org.cupertino.nvr.app.ProcessorLauncher;
import org.cupertino.nvr.app.WallLauncher;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.cli.Launcher;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.demo.DemoLauncher;
import org.cupertino.nvr.trial.TrialLauncher;

/** Starts each program by the launcher of its own. */
public final class Launchers implements Launcher {
    @Override
    public int run(ProcessorOptions options) throws Exception {
        return new ProcessorLauncher(options).run();
    }

    @Override
    public int orchestrate(OrchestratorOptions options) throws Exception {
        return new OrchestratorLauncher(options).run();
    }

    @Override
    public int wall(WallOptions options) throws Exception {
        return new WallLauncher(options).run();
    }

    @Override
    public int demo(ProcessorOptions options, Optional<Duration> duration) throws Exception {
        return new DemoLauncher(options).run(duration);
    }

    @Override
    public int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator)
            throws Exception {
        return new DemoLauncher(options).runEmergency(orchestrator);
    }

    @Override
    public List<String> checkRoutes(ProcessorOptions options, Path folder) throws Exception {
        return ProcessorLauncher.checkRoutes(options, folder);
    }

    @Override
    public List<String> checkRoutes(OrchestratorOptions options, Path folder) throws Exception {
        return OrchestratorLauncher.checkRoutes(options, folder);
    }

    @Override
    public List<String> checkRoutes(WallOptions options, Path folder) throws Exception {
        return WallLauncher.checkRoutes(options, folder);
    }

    @Override
    public void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out)
            throws Exception {
        new Doctor(options, stills, out).run();
    }

    @Override
    public int tryCamera(
            ProcessorOptions options,
            RuleOptions rules,
            Duration duration,
            Optional<Path> folder,
            Consumer<String> out)
            throws Exception {
        return new TrialLauncher(options, rules, folder, out).run(duration);
    }
}
