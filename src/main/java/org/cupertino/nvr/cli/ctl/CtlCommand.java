package org.cupertino.nvr.cli.ctl;

import java.util.List;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "ctl",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = {
            "Shows the processors behind a broker and sends them commands.",
            "",
            "The broker is configured as for a processor: --mqtt-url, else NVR_MQTT_URL, else"
                    + " nvr.mqtt-url in cupertino-nvr.properties. No other option is read from"
                    + " there."
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr ctl status",
            "  cupertino-nvr ctl cameras",
            "  cupertino-nvr ctl watch --source 3",
            "  cupertino-nvr ctl set-fps 1 --source 3 --to processor-hab-0-3",
            "  cupertino-nvr ctl pause --to '*' --mqtt-url mqtts://broker:8883",
            "  cupertino-nvr ctl emergency fall 2",
            "  cupertino-nvr ctl set-fps --help"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done by every processor that was expected to",
            "1:Not done by all of them, or the broker is not reached",
            "2:Wrong usage or configuration"
        })
public final class CtlCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** The command with all of its own. */
    public static CommandLine create(Settings settings) {
        CommandLine ctl = new CommandLine(new CtlCommand());
        List.of(
                        new CtlStatusCommand(settings),
                        new CtlCamerasCommand(settings),
                        new CtlWatchCommand(settings),
                        new CtlVerbs.Ping(settings),
                        new CtlVerbs.Metrics(settings),
                        new CtlVerbs.Pause(settings),
                        new CtlVerbs.Resume(settings),
                        new CtlVerbs.SetFps(settings),
                        new CtlVerbs.ChangeModel(settings),
                        new CtlVerbs.AddStream(settings),
                        new CtlVerbs.RemoveStream(settings),
                        new CtlVerbs.Rename(settings),
                        new CtlSnapshotCommand(settings),
                        new CtlVerbs.Restart(settings),
                        new CtlVerbs.Stop(settings))
                .forEach(ctl::addSubcommand);
        ctl.addSubcommand(new CtlForgetCommand(settings));
        ctl.addSubcommand(CtlEmergencyCommand.create(settings));
        ctl.setDefaultValueProvider(new CtlDefaults(settings));
        return ctl;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is missing, such as status or pause; see --help");
    }
}
