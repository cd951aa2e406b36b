package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every option of an orchestrator. */
public final class OrchestratorOptions extends ProgramOptions {
    /** So that a lease that is renewed three times in it survives a slow answer. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    @Option(
            names = "--emergency-model",
            paramLabel = "ID",
            defaultValue = "movenet-multipose",
            description = {"Model of an emergency processor.", "Default: ${DEFAULT-VALUE}"})
    private String emergencyModel;

    @Option(
            names = "--emergency-fps",
            paramLabel = "FPS",
            defaultValue = "1",
            description = {
                "Frames a second that an emergency processor analyses, 0.00001 or more.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double emergencyFps;

    @Option(
            names = "--others-fps",
            paramLabel = "FPS",
            defaultValue = "0.05",
            description = {
                "Frames a second from each camera without an emergency while any other has one;"
                        + " slower cameras keep their rate. 0.00001 or more.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double othersFps;

    @Option(
            names = "--max-emergencies",
            paramLabel = "N",
            defaultValue = "2",
            description = {
                "Emergency processors at once; further emergencies are queued, and reported so.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int maxEmergencies;

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
    private Duration lease;

    @Option(
            names = "--spawn-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = {
                "An emergency processor that has published no status within this time is replaced"
                        + " by another.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration spawnTimeout;

    @Option(
            names = "--processor-config",
            paramLabel = "FILE",
            description =
                    "Properties file that emergency processors start with: where this site's cameras"
                            + " and models are. Default: none")
    private Path processorConfig;

    @Option(
            names = "--events-client-id",
            paramLabel = "ID",
            description = {
                "MQTT client id of the session in which the broker keeps events, for all orchestrators"
                        + " of a site: 1 to 128 letters, digits, dots, dashes, underscores. Who knows"
                        + " it can take events away.",
                "Default: one made from the password at the broker"
            })
    private String eventsClientId;

    @Mixin private RuleOptions rules = new RuleOptions();
    @Mixin private SpawnOptions spawn = new SpawnOptions();

    private final Map<String, String> processor = new TreeMap<>();

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
        OrchestratorOptions options = from(new OrchestratorOptions(), lookup);
        options.processor.putAll(processor);
        return options;
    }

    @Override
    void resolve(OptionSources from, Settings settings) {
        from.require(
                ModelIds.isValid(emergencyModel),
                "--emergency-model",
                emergencyModel,
                "the id of a model: 1 to 64 letters, digits, dots, dashes, underscores");
        Rules.rate(from, "--emergency-fps", emergencyFps);
        Rules.rate(from, "--others-fps", othersFps);
        from.require(
                maxEmergencies >= 1 && maxEmergencies <= 100,
                "--max-emergencies",
                maxEmergencies,
                "1 to 100");
        Rules.duration(from, "--emergency-lease", lease);
        from.require(
                lease.compareTo(SHORTEST_LEASE) >= 0,
                "--emergency-lease",
                Durations.format(lease),
                "at least " + Durations.format(SHORTEST_LEASE));
        Rules.duration(from, "--spawn-timeout", spawnTimeout);
        Rules.file(from, "--processor-config", processorConfig);
        from.require(
                eventsClientId == null || eventsClientId.matches("[A-Za-z0-9._-]{1,128}"),
                "--events-client-id",
                eventsClientId,
                "1 to 128 letters, digits, dots, dashes, underscores");
        rules.resolve(from);
        spawn.resolve(from);
        if (processorConfig != null) {
            Properties properties = settings.load(processorConfig);
            properties.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("nvr."))
                    .forEach(key -> processor.put(key, properties.getProperty(key)));
        }
    }

    /** MQTT client id of the session that keeps events, if one is named. */
    public Optional<String> eventsClientId() {
        return Optional.ofNullable(eventsClientId);
    }

    /** The rules on detections. */
    public RuleOptions rules() {
        return rules;
    }

    @Override
    public Map<String, String> asProperties() {
        Map<String, String> properties = new TreeMap<>(rules.asProperties());
        properties.put("nvr.topic-prefix", mqtt().topicPrefix());
        return properties;
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
}
