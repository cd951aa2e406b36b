package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every option of an orchestrator. Immutable once {@link #resolve resolved}. */
public final class OrchestratorOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file. Default: ./" + Settings.DEFAULT_FILE + " if it exists")
    Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description =
                    "Folder of Camel routes; those of the orchestrator are in its folder"
                            + " orchestrator. Default: ./routes, else beside the jar, else the ones"
                            + " in the jar")
    Path routes;

    @Option(
            names = "--emergency-model",
            paramLabel = "ID",
            defaultValue = "nanodet-g-640",
            description = {"Model of an emergency processor.", "Default: ${DEFAULT-VALUE}"})
    String emergencyModel;

    @Option(
            names = "--emergency-fps",
            paramLabel = "FPS",
            defaultValue = "1",
            description = {
                "Frames a second that an emergency processor analyses.",
                "Default: ${DEFAULT-VALUE}"
            })
    double emergencyFps;

    @Option(
            names = "--others-fps",
            paramLabel = "FPS",
            defaultValue = "0.05",
            description = {
                "Frames a second from each camera without an emergency while there is one somewhere;"
                        + " cameras that are slower already stay so.",
                "Default: ${DEFAULT-VALUE}"
            })
    double othersFps;

    @Option(
            names = "--max-emergencies",
            paramLabel = "N",
            defaultValue = "2",
            description = {
                "Emergency processors at once; who comes later waits, and is told so.",
                "Default: ${DEFAULT-VALUE}"
            })
    int maxEmergencies;

    @Option(
            names = "--emergency-lease",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = {
                "Without an orchestrator all processors are back to normal after this time, and"
                        + " emergency processors end after twice this time: 30s, 5m; 3s or more.",
                "Default: ${DEFAULT-VALUE}"
            })
    Duration lease;

    @Option(
            names = "--spawn-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = {
                "An emergency processor that has not been heard of in this time is replaced by"
                        + " another.",
                "Default: ${DEFAULT-VALUE}"
            })
    Duration spawnTimeout;

    @Option(
            names = "--processor-config",
            paramLabel = "FILE",
            description =
                    "Properties file of the processors at this site, for those that are started for"
                            + " emergencies: where cameras and models are. Default: none")
    Path processorConfig;

    @Option(
            names = "--fall-rule",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Take a person who lies for a fall, see routes/orchestrator/fall-rule.yaml.",
                "Default: ${DEFAULT-VALUE}"
            })
    boolean fallRule;

    @Mixin SpawnOptions spawn = new SpawnOptions();
    @Mixin MqttOptions mqtt = new MqttOptions();
    @Mixin HttpOptions http = new HttpOptions();
    @Mixin LoggingOptions logging = new LoggingOptions();

    private final Map<String, String> processor = new TreeMap<>();
    private Path configFile;

    /**
     * Options without a command line.
     *
     * @param lookup value by property key such as {@code nvr.others-fps}, or null where there is
     *     none
     * @param processor settings {@code nvr.*} of the processors that are started
     * @throws ConfigException if a value is wrong
     */
    public static OrchestratorOptions from(
            Function<String, String> lookup, Map<String, String> processor) {
        OrchestratorOptions options = new OrchestratorOptions();
        Settings settings = Settings.of(lookup);
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        try {
            options.resolve(parser.parseArgs(), settings);
        } catch (ParameterException e) {
            throw new ConfigException(OptionParser.explain(e, settings));
        }
        options.processor.putAll(processor);
        return options;
    }

    /**
     * Checks everything, and reads the settings of processors. To be called once, after picocli has
     * filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        configFile = settings.file().orElse(null);
        Checks.check(this, new OptionSources(flags, settings));
        mqtt.resolve(flags, settings);
        spawn.resolve(flags, settings);
        readProcessorConfig();
    }

    private void readProcessorConfig() {
        if (processorConfig == null) {
            return;
        }
        Properties properties = Settings.load(processorConfig);
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("nvr."))
                .forEach(key -> processor.put(key, properties.getProperty(key)));
    }

    /** Whether the worked rule on detections is on. */
    public boolean fallRule() {
        return fallRule;
    }

    /** The effective value of every option that a route may name, by its property key. */
    public Map<String, String> asProperties() {
        return Map.of(
                "nvr.topic-prefix",
                mqtt.topicPrefix(),
                "nvr.fall-rule",
                Boolean.toString(fallRule));
    }

    /** The properties file that was read, if any. */
    public Optional<Path> config() {
        return Optional.ofNullable(configFile);
    }

    /** The folder that was asked for; {@link ProgramFolders#routes} finds the one to use. */
    public Optional<Path> routes() {
        return Optional.ofNullable(routes);
    }

    public String emergencyModel() {
        return emergencyModel;
    }

    /** Frames a second, more than 0, at most 1000. */
    public double emergencyFps() {
        return emergencyFps;
    }

    /** Frames a second, more than 0, at most 1000. */
    public double othersFps() {
        return othersFps;
    }

    /** At least 1. */
    public int maxEmergencies() {
        return maxEmergencies;
    }

    /** At least three seconds. */
    public Duration lease() {
        return lease;
    }

    public Duration spawnTimeout() {
        return spawnTimeout;
    }

    /** Settings {@code nvr.*} that processors have at this site. May hold secrets. */
    public Map<String, String> processorSettings() {
        return new TreeMap<>(processor);
    }

    public SpawnOptions spawn() {
        return spawn;
    }

    public MqttOptions mqtt() {
        return mqtt;
    }

    public HttpOptions http() {
        return http;
    }

    public LoggingOptions logging() {
        return logging;
    }
}
