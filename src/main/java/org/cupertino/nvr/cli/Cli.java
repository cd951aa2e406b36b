package org.cupertino.nvr.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.cli.ctl.CtlCommand;
import org.cupertino.nvr.config.OptionParser;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.UserError;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.secret.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of the program. */
public final class Cli {
    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);

    private final CommandLine root;
    private final Settings settings;

    /**
     * @param launcher what the commands start
     * @param environment the variables of the process
     * @param workingDirectory of the process
     */
    public Cli(Launcher launcher, Map<String, String> environment, Path workingDirectory) {
        settings =
                Settings.of(
                        environment,
                        workingDirectory,
                        Settings.keys(
                                new ProcessorOptions(),
                                new OrchestratorOptions(),
                                new WallOptions()));
        CommandLine processor = new CommandLine(new ProcessorCommand(launcher, settings));
        processor.setDefaultValueProvider(settings);
        CommandLine orchestrator = new CommandLine(new OrchestratorCommand(launcher, settings));
        orchestrator.setDefaultValueProvider(settings);
        CommandLine wall = new CommandLine(new WallCommand(launcher, settings));
        wall.setDefaultValueProvider(settings);
        CommandLine doctor = new CommandLine(new DoctorCommand(launcher, settings));
        doctor.setDefaultValueProvider(settings);
        CommandLine trial = new CommandLine(new TryCommand(launcher, settings));
        trial.setDefaultValueProvider(
                arg -> {
                    String set = settings.defaultValue(arg);
                    return set == null ? DemoCommand.defaultValue(arg) : set;
                });
        CommandLine demo =
                new CommandLine(
                        new DemoCommand(
                                launcher, ProgramFolders.of(environment, workingDirectory)));
        demo.setDefaultValueProvider(DemoCommand::defaultValue);
        root =
                new CommandLine(new Root())
                        .addSubcommand(processor)
                        .addSubcommand(orchestrator)
                        .addSubcommand(wall)
                        .addSubcommand(new WallUserCommand(System.in))
                        .addSubcommand(demo)
                        .addSubcommand(CtlCommand.create(settings))
                        .addSubcommand(doctor)
                        .addSubcommand(trial)
                        .addSubcommand(new CheckRoutesCommand(launcher))
                        .addSubcommand(new CheckCamerasCommand())
                        .addSubcommand(new CompletionCommand());
        OptionParser.configure(root)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler(this::failure);
        GroupedOptions.install(root);
    }

    /** Writes all output to these instead of the standard streams. */
    public Cli writingTo(PrintWriter out, PrintWriter err) {
        root.setOut(out).setErr(err);
        return this;
    }

    CommandLine root() {
        return root;
    }

    /** Runs a command line and returns the exit code: 0 done, 1 failed, 2 wrong usage. */
    public int run(String... arguments) {
        return root.execute(arguments);
    }

    private int wrongUsage(ParameterException e, String[] arguments) {
        return complain(e.getCommandLine(), OptionParser.explain(e, settings), ExitCode.USAGE);
    }

    private int failure(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof UserError error && error.isWrongUsage()) {
            return complain(command, e.getMessage(), ExitCode.USAGE);
        }
        LOG.debug("Failed", e);
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return complain(command, message, ExitCode.SOFTWARE);
    }

    private static int complain(CommandLine command, String message, int exitCode) {
        String line = Redaction.maskLine(message);
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + line);
        command.getErr().flush();
        return exitCode;
    }

    @Command(
            name = "cupertino-nvr",
            mixinStandardHelpOptions = true,
            versionProvider = VersionLine.class,
            description = {
                "Watches IP cameras, detects people and things, and publishes what it sees over"
                        + " MQTT."
            },
            commandListHeading = "%nCommands:%n",
            footerHeading = "%n",
            footer = {
                "Configuration: --max-fps on the command line, else NVR_MAX_FPS in the environment,"
                        + " else nvr.max-fps in cupertino-nvr.properties, else the default; likewise"
                        + " for every option.",
                "",
                "Examples:",
                "  cupertino-nvr demo",
                "  cupertino-nvr processor --streams 0,1,2,3",
                "  cupertino-nvr doctor --streams 0,1,2,3",
                "  cupertino-nvr processor --help",
                "  cupertino-nvr ctl status"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:Done",
                "1:Failed while running",
                "2:Wrong usage or configuration",
                "3:Java has no memory or no thread left; to be started again"
            })
    private static final class Root implements Runnable {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(),
                    "A command is missing: processor, orchestrator, wall, wall-user, ctl, demo,"
                            + " doctor, try, check-routes, check-cameras or completion; see --help");
        }
    }
}
