package org.cupertino.nvr.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ProgramOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.log.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
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
        ParseResult flags = spec.commandLine().getParseResult();
        try {
            options.resolve(flags, settings);
            Logging.start(options.logging());
        } finally {
            // A path that was not read as it was meant does not exist, which is said next.
            warnOfEncoding(flags);
        }
    }

    private void warnOfEncoding(ParseResult flags) {
        Set<String> places = settings.unreadableVariables();
        if (flags.originalArgs().stream().anyMatch(Settings::isUnreadable)) {
            places.add("the command line");
        }
        if (!places.isEmpty()) {
            LOG.warn(
                    "Not all characters of {} can be read with this locale, whose encoding is {}:"
                            + " set LC_ALL=C.UTF-8",
                    String.join(", ", places),
                    System.getProperty("sun.jnu.encoding"));
        }
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
