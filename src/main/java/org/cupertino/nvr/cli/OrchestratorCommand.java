package org.cupertino.nvr.cli;

import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "orchestrator",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        description = {
            "Takes rooms into an emergency and out of it: starts an emergency processor with a larger"
                    + " model for the camera of the room and slows the regular processors down."
                    + " Afterwards it undoes both. Run one for all processors behind a broker.",
            "",
            "Every option can also be an environment variable or a line of the properties file,"
                    + " named by one rule: --others-fps is NVR_OTHERS_FPS and nvr.others-fps. The flag"
                    + " wins, then the environment, then the file, then the default."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr orchestrator --processor-config site.properties",
            "  mosquitto_pub -q 1 -t nvr/orchestrator/events -m"
                    + " '{\"event\":\"fall_detected\",\"room_id\":2}'",
            "  mosquitto_sub -v -t 'nvr/orchestrator/status/+'",
            "  mosquitto_pub -q 1 -t nvr/orchestrator/events -m"
                    + " '{\"event\":\"resident_assisted\",\"room_id\":2}'"
        })
final class OrchestratorCommand extends ProgramCommand {
    @Mixin private OrchestratorOptions options = new OrchestratorOptions();
    private final Launcher launcher;

    OrchestratorCommand(Launcher launcher, Settings settings) {
        super(settings);
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        resolve(options);
        begin("orchestrator");
        return launcher.orchestrate(options);
    }
}
