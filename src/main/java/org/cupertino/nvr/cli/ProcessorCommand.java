package org.cupertino.nvr.cli;

import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.log.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "processor",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        description = {
            "Watches cameras, runs a detector on sampled frames, and publishes over MQTT what it"
                    + " saw.",
            "",
            "Every option can also be an environment variable or a line of the properties file,"
                    + " named by one rule: --max-fps is NVR_MAX_FPS and nvr.max-fps. The flag wins, then"
                    + " the environment, then the file, then the default. Empty values count as not"
                    + " set."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Four cameras of the stream server, one frame each 10 s:",
            "    cupertino-nvr processor --streams 0,1,2,3 --instance-id processor-hab-0-3",
            "  One camera at its own address, one frame a second, people only:",
            "    cupertino-nvr processor --stream 7=rtsp://10.0.0.7/main --max-fps 1 --classes"
                    + " person",
            "  A broker with TLS, the rest from a file:",
            "    NVR_MQTT_URL=mqtts://broker:8883 cupertino-nvr processor --config site.properties"
        })
final class ProcessorCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ProcessorCommand.class);

    @Mixin private ProcessorOptions options = new ProcessorOptions();
    @Spec private CommandSpec spec;
    private final Launcher launcher;
    private final Settings settings;

    ProcessorCommand(Launcher launcher, Settings settings) {
        this.launcher = launcher;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        options.resolve(spec.commandLine().getParseResult(), settings);
        Logging.start(options.logging());
        Logging.setInstanceId(options.instanceId());
        settings.unknownVariables()
                .forEach(
                        name ->
                                log.warn(
                                        "Environment variable {} is no option of this program",
                                        name));
        if (options.cameras().uris().isEmpty()) {
            log.warn("No camera is configured, waiting for the command add_stream");
        }
        return launcher.run(options);
    }
}
