package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.secret.Redaction;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Every option of a processor. Immutable once {@link #resolve resolved}; the accessors are for
 * afterwards.
 */
public final class ProcessorOptions {
    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            description =
                    "Name of this processor on MQTT: 1 to 64 letters, digits, dots, dashes,"
                            + " underscores, the first a letter or digit. Default: processor- and 8"
                            + " random hex digits")
    String instanceId;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file. Default: ./" + Settings.DEFAULT_FILE + " if it exists")
    Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description =
                    "Folder of Camel routes. Default: ./routes, else beside the jar, else the ones in"
                            + " the jar")
    Path routes;

    @Option(
            names = "--metrics-interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = {
                "Publish metrics this often: 500ms, 10s, 1m; a bare number is seconds.",
                "Default: ${DEFAULT-VALUE}"
            })
    Duration metricsInterval;

    @Option(
            names = "--enable-control",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {"Obey commands that come over MQTT.", "Default: ${DEFAULT-VALUE}"})
    boolean enableControl;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Stop unless a ping with lease_s comes within this time of the start, and then"
                            + " again within each lease_s: 10s, 1m; a bare number is seconds."
                            + " Default: none")
    Duration lease;

    @Mixin CameraOptions cameras = new CameraOptions();
    @Mixin DetectorOptions detector = new DetectorOptions();
    @Mixin MqttOptions mqtt = new MqttOptions();
    @Mixin PublishOptions publish = new PublishOptions();
    @Mixin HttpOptions http = new HttpOptions();
    @Mixin LoggingOptions logging = new LoggingOptions();

    private Path configFile;

    /**
     * Options without a command line.
     *
     * @param lookup value by property key such as {@code nvr.max-fps}, or null where there is none
     * @throws ConfigException if a value is wrong
     */
    public static ProcessorOptions from(Function<String, String> lookup) {
        ProcessorOptions options = new ProcessorOptions();
        Settings settings = Settings.of(lookup);
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        try {
            options.resolve(parser.parseArgs(), settings);
        } catch (ParameterException e) {
            throw new ConfigException(OptionParser.explain(e, settings));
        }
        return options;
    }

    /**
     * Puts in what depends on other values, and checks everything. To be called once, after picocli
     * has filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        OptionSources from = new OptionSources(flags, settings);
        configFile = settings.file().orElse(null);
        instanceId = instanceId == null ? InstanceIds.random() : instanceId;
        if (detector.workers == null) {
            detector.workers = Runtime.getRuntime().availableProcessors();
        }
        if (publish.embeddedBroker) {
            mqtt.mqttUrl = "tcp://127.0.0.1:" + publish.embeddedBrokerPort;
        }
        Checks.check(this, from);
        cameras.resolve(from);
        mqtt.resolve(flags, settings);
    }

    /**
     * The effective value of every option by its property key, for {@code {{nvr.max-fps}}} in a
     * route. Options without a value are left out; durations are written as {@code 10s} or {@code
     * 500ms}, lists with commas; passwords are masked or left out.
     */
    public Map<String, String> asProperties() {
        Map<String, String> all = new TreeMap<>();
        for (OptionSpec option : CommandSpec.forAnnotatedObject(this).options()) {
            String value = text(option.getValue(), option.longestName().equals("--stream"));
            if (!value.isEmpty()) {
                all.put(Settings.key(option), Redaction.mask(value));
            }
        }
        all.remove("nvr.config");
        return all;
    }

    private static String text(Object value, boolean blanks) {
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(blanks ? " " : ","));
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        return value == null ? "" : value.toString();
    }

    /** The id to start with. */
    public String instanceId() {
        return instanceId;
    }

    /** The properties file that was read, if any. */
    public Optional<Path> config() {
        return Optional.ofNullable(configFile);
    }

    /** The folder that was asked for; {@link ProgramFolders#routes} finds the one to use. */
    public Optional<Path> routes() {
        return Optional.ofNullable(routes);
    }

    public Duration metricsInterval() {
        return metricsInterval;
    }

    public boolean enableControl() {
        return enableControl;
    }

    /** At least 1 s. Empty means: it lives until it is stopped. */
    public Optional<Duration> lease() {
        return Optional.ofNullable(lease);
    }

    public CameraOptions cameras() {
        return cameras;
    }

    public DetectorOptions detector() {
        return detector;
    }

    public MqttOptions mqtt() {
        return mqtt;
    }

    public PublishOptions publish() {
        return publish;
    }

    public HttpOptions http() {
        return http;
    }

    public LoggingOptions logging() {
        return logging;
    }

    /** The effective options, without secrets. */
    @Override
    public String toString() {
        return asProperties().toString();
    }
}
