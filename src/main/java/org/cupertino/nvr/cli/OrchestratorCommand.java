package org.cupertino.nvr.cli;

import java.util.concurrent.Callable;
import org.cupertino.nvr.config.OrchestratorOptions;
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
final class OrchestratorCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(OrchestratorCommand.class);

    @Mixin private OrchestratorOptions options = new OrchestratorOptions();
    @Spec private CommandSpec spec;
    private final Launcher launcher;
    private final Settings settings;

    OrchestratorCommand(Launcher launcher, Settings settings) {
        this.launcher = launcher;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        options.resolve(spec.commandLine().getParseResult(), settings);
        Logging.start(options.logging());
        Logging.setInstanceId("orchestrator");
        settings.unknownVariables()
                .forEach(
                        name ->
                                log.warn(
                                        "Environment variable {} is no option of this program",
                                        name));
        return launcher.orchestrate(options);
    }
}
