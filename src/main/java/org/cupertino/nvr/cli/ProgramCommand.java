package org.cupertino.nvr.cli;

import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ProgramOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.log.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands that run a program have in common. */
abstract class ProgramCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramCommand.class);

    @Spec private CommandSpec spec;
    private final Settings settings;

    ProgramCommand(Settings settings) {
        this.settings = settings;
    }

    /** Resolves the options and starts to log; the id of the instance is known then. */
    final void resolve(ProgramOptions options) throws Exception {
        options.resolve(spec.commandLine().getParseResult(), settings);
        Logging.start(options.logging());
    }

    /** Names this instance in the log from now on. */
    final void begin(String instanceId) {
        Logging.setInstanceId(instanceId);
        settings.unknownVariables()
                .forEach(
                        name ->
                                LOG.warn(
                                        "Environment variable {} is no option of this program",
                                        name));
    }
}
