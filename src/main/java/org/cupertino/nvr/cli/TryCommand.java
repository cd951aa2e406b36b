package org.cupertino.nvr.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.log.Logging;
import org.cupertino.nvr.site.SiteCameras;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        description = {
            "Tries one camera before it is trusted with a person on the floor: walk, sit, bend and"
                    + " lie down in front of it. Prints a line for each sample: the time, who is"
                    + " seen in which posture and zone, and what the rule makes of it. Ends with a"
                    + " summary.",
            "",
            "It takes the options of a processor, and the rules of an orchestrator. It has a broker"
                    + " of its own, so that nobody else hears of it, and no emergency begins."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr try --camera 2 --minutes 10 --cameras cameras.yaml --out seen",
            "  cupertino-nvr try --camera 2 --stream 2=rtsp://10.0.0.2/main --fall-rule true"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Pictures came, whatever they showed",
            "1:No picture came, or it failed",
            "2:Wrong usage or configuration"
        })
final class TryCommand extends ProgramCommand {
    private static final double LONGEST_MINUTES = 24 * 60.0;
    private static final double SECOND = 1 / 60.0;

    @Option(
            names = "--camera",
            paramLabel = "ID",
            required = true,
            description = "Number of the camera")
    private int camera;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description = {
                "For how long; Ctrl-C ends it earlier, with the summary.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double minutes;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write the detection events to this folder, as detections.jsonl, and a picture"
                            + " of each sample with a posture. Default: write none")
    private Path folder;

    @Mixin private ProcessorOptions options = new ProcessorOptions();
    @Mixin private RuleOptions rules = new RuleOptions();
    @Spec private CommandSpec spec;
    private final Launcher launcher;
    private final Settings settings;

    TryCommand(Launcher launcher, Settings settings) {
        super(settings);
        this.launcher = launcher;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        if (!(minutes >= SECOND && minutes <= LONGEST_MINUTES)) {
            throw new ConfigException(
                    "--minutes is '" + minutes + "' but must be 0.02 to " + (int) LONGEST_MINUTES);
        }
        resolve(options);
        rules.resolve(spec.commandLine().getParseResult(), settings);
        Set<Integer> known = SiteCameras.of(options.cameras()).addresses().keySet();
        if (camera < 0 || !known.isEmpty() && !known.contains(camera)) {
            throw new ConfigException(
                    "--camera is '"
                            + camera
                            + "' but must be one of those configured: "
                            + known.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")));
        }
        options.tryCamera(camera, freePort());
        Logging.setInstanceId(options.instanceId());
        return launcher.tryCamera(
                options,
                rules,
                Duration.ofMillis((long) (minutes * 60_000)),
                Optional.ofNullable(folder),
                line -> {
                    spec.commandLine().getOut().println(Text.plain(line));
                    spec.commandLine().getOut().flush();
                });
    }

    /** If it is taken before the broker starts, that fails. */
    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
