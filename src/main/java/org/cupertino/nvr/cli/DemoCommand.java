package org.cupertino.nvr.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.LoggingOptions;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.log.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = {
            "Shows the program at work with nothing else installed: a processor on a video clip,"
                    + " with a broker inside, printing what it publishes, and the wall, whose address it"
                    + " prints as well. Reads no configuration."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr demo --cameras 2 --duration 30s",
            "  cupertino-nvr demo --emergency"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--max-fps",
            paramLabel = "FPS",
            defaultValue = "1",
            description = {"Frames a second from each camera.", "Default: ${DEFAULT-VALUE}"})
    private String maxFps;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "4",
            description = {"How many cameras the clip plays.", "Default: ${DEFAULT-VALUE}"})
    private int cameras;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "1883",
            description = {
                "TCP port of the broker; if it is taken, a free one is chosen.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int port;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Stop after this time: 500ms, 10s, 1m; a bare number is seconds. Default: go on"
                            + " until interrupted")
    private Duration duration;

    @Option(
            names = "--emergency",
            description =
                    "Play an emergency: a resident falls in room 2 and an emergency processor takes"
                            + " over until help has come. Ends after that")
    private boolean emergency;

    @Mixin private LoggingOptions logging = new LoggingOptions();
    private final Launcher launcher;
    private final ProgramFolders home;

    /** Its output is the story, so only warnings are logged unless more is asked for. */
    static String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option && option.longestName().equals("--log-level")
                ? "warn"
                : null;
    }

    DemoCommand(Launcher launcher, ProgramFolders home) {
        this.launcher = launcher;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (cameras < 1 || cameras > 16) {
            throw new ConfigException("--cameras is '" + cameras + "' but must be 1 to 16");
        }
        if (emergency && cameras < 3) {
            throw new ConfigException("--emergency needs --cameras 3 or more");
        }
        if (port < 1 || port > 65535) {
            throw new ConfigException("--port is '" + port + "' but must be 1 to 65535");
        }
        ProcessorOptions options = options(home.demoClip());
        Logging.start(options.logging());
        Logging.setInstanceId(options.instanceId());
        if (emergency) {
            return launcher.emergencyDemo(options, orchestrator(options));
        }
        return launcher.demo(options, Optional.ofNullable(duration));
    }

    /** A processor whose cameras all show the clip, again and again. */
    ProcessorOptions options(Path clip) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("nvr.instance-id", "demo");
        settings.put("nvr.max-fps", maxFps);
        settings.put("nvr.file-playback", "loop");
        // Anybody may see the clip.
        settings.put("nvr.snapshot-privacy", "clear");
        settings.put("nvr.embedded-broker", "true");
        settings.put("nvr.embedded-broker-port", Integer.toString(freePort()));
        settings.put("nvr.log-level", logging.logLevel().toString());
        settings.put("nvr.json-logs", Boolean.toString(logging.jsonLogs()));
        settings.put(
                "nvr.stream",
                IntStream.range(0, cameras)
                        .mapToObj(id -> id + "=" + clip.toAbsolutePath())
                        .collect(Collectors.joining(" ")));
        return ProcessorOptions.from(settings::get);
    }

    /** One for the processor; an emergency processor of room 2 reads the clip, too. */
    private static OrchestratorOptions orchestrator(ProcessorOptions options) {
        Map<String, String> settings =
                Map.of(
                        "nvr.mqtt-url", options.mqtt().mqttUrl(),
                        "nvr.emergency-fps", "2",
                        "nvr.others-fps", "0.2",
                        "nvr.http-port", "0",
                        "nvr.log-level", options.logging().logLevel().toString());
        return OrchestratorOptions.from(
                settings::get,
                Map.of(
                        "nvr.stream",
                        "2=" + options.cameras().uris().get(2),
                        "nvr.file-playback",
                        "loop",
                        "nvr.snapshot-privacy",
                        "clear"));
    }

    /** The wanted port, or any free one. If it is taken before the broker starts, that fails. */
    private int freePort() throws IOException {
        try (ServerSocket wanted = new ServerSocket(port)) {
            return wanted.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket any = new ServerSocket(0)) {
                return any.getLocalPort();
            }
        }
    }
}
