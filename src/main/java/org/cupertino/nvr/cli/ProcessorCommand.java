package org.cupertino.nvr.cli;

import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.site.SiteCameras;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
            "  The cameras of a file, with their zones:",
            "    cupertino-nvr processor --cameras cameras.yaml",
            "  A broker with TLS, the rest from a file:",
            "    NVR_MQTT_URL=mqtts://broker:8883 cupertino-nvr processor --config site.properties"
        })
final class ProcessorCommand extends ProgramCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorCommand.class);

    @Mixin private ProcessorOptions options = new ProcessorOptions();
    private final Launcher launcher;

    ProcessorCommand(Launcher launcher, Settings settings) {
        super(settings);
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        resolve(options);
        begin(options.instanceId());
        if (SiteCameras.of(options.cameras()).addresses().isEmpty()) {
            LOG.warn("No camera is configured, waiting for the command add_stream");
        }
        return launcher.run(options);
    }
}
