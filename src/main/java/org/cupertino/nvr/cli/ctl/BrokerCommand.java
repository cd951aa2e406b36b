package org.cupertino.nvr.cli.ctl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.LoggingOptions;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.fleet.console.Colours;
import org.cupertino.nvr.log.Logging;
import org.cupertino.nvr.mqtt.MqttSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that talk to processors through their broker have in common. */
@Command(
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        footerHeading = "%nExamples:%n")
abstract class BrokerCommand implements Callable<Integer> {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Wait at most this long for the broker, and then for answers: 500ms, 5s, 1m."
                            + " Default: 5s, or 30s where a model is loaded")
    private Duration wait;

    // Settings looks for this flag by its name.
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file that names the broker. Default: ./"
                            + Settings.DEFAULT_FILE
                            + " if it exists")
    private Path config;

    @Mixin private MqttOptions mqtt = new MqttOptions();
    @Mixin private LoggingOptions logging = new LoggingOptions();
    @Spec private CommandSpec spec;
    private final Colours colours = Colours.ofTerminal();
    private final Settings settings;

    BrokerCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public final Integer call() throws Exception {
        mqtt.resolve(spec.commandLine().getParseResult(), settings);
        if (wait != null && (wait.isZero() || wait.compareTo(LONGEST_WAIT) > 0)) {
            throw new ConfigException("--wait must be more than 0 and at most 1h");
        }
        Logging.start(logging);
        return run();
    }

    /** Runs after the options are checked; returns the exit code. */
    abstract int run() throws Exception;

    Duration usualWait() {
        return Duration.ofSeconds(5);
    }

    final Duration atMost() {
        return wait == null ? usualWait() : wait;
    }

    final Fleet connect() throws Exception {
        return Fleet.connect(broker(), topicPrefix(), atMost());
    }

    final MqttSettings broker() {
        return MqttSettings.of(mqtt);
    }

    final String topicPrefix() {
        return mqtt.topicPrefix();
    }

    final CommandSpec spec() {
        return spec;
    }

    /** With states in colour on a terminal. */
    final void printStates(String text) {
        print(colours.paint(text));
    }

    final void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    final void complain(String text) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Text.plain(text));
        spec.commandLine().getErr().flush();
    }
}
