package org.cupertino.nvr.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.fleet.console.Colours;
import org.cupertino.nvr.log.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        description = {
            "Checks what a processor with the same options needs: Java, native libraries, the"
                    + " model, the broker and its permissions, and each camera. Prints one line for"
                    + " each check as it ends, with a remedy where something is wrong.",
            "",
            "It takes the options of a processor and ends within a minute or so. It publishes"
                    + " nothing that a processor or dashboard acts upon."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr doctor --streams 0,1,2,3",
            "  cupertino-nvr doctor --config site.properties --stills stills"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing is wrong; there may be warnings",
            "1:Something is wrong",
            "2:Wrong usage or configuration"
        })
final class DoctorCommand extends ProgramCommand {
    @Option(
            names = "--stills",
            paramLabel = "DIR",
            description =
                    "Write one picture of each camera to this folder, as camera-N.jpg. Default:"
                            + " write none")
    private Path stills;

    @Mixin private ProcessorOptions options = new ProcessorOptions();
    @Spec private CommandSpec spec;
    private final Launcher launcher;

    DoctorCommand(Launcher launcher, Settings settings) {
        super(settings);
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        resolve(options);
        Logging.quiet();
        Colours colours = Colours.ofTerminal();
        AtomicBoolean wrong = new AtomicBoolean();
        launcher.doctor(
                options,
                Optional.ofNullable(stills),
                finding -> {
                    wrong.compareAndSet(false, finding.level() == Finding.Level.FAIL);
                    spec.commandLine().getOut().println(colours.paint(finding.toString()));
                    spec.commandLine().getOut().flush();
                });
        return wrong.get() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
