package org.cupertino.nvr.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.secret.Redaction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Every option of a processor. */
public final class ProcessorOptions extends ProgramOptions {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            description =
                    "Name of this processor on MQTT: 1 to 64 letters, digits, dots, dashes,"
                            + " underscores, the first a letter or digit. Default: processor- and 8"
                            + " random hex digits")
    private String instanceId;

    @Option(
            names = "--metrics-interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = {
                "Publish metrics this often: 500ms, 10s, 1m; a bare number is seconds.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration metricsInterval;

    @Option(
            names = "--enable-control",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {"Obey commands that come over MQTT.", "Default: ${DEFAULT-VALUE}"})
    private boolean enableControl;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Stop unless a ping with lease_s comes within this time of the start, and then"
                            + " again within each lease_s: 10s, 1m; a bare number is seconds."
                            + " Default: none")
    private Duration lease;

    @Mixin private CameraOptions cameras = new CameraOptions();
    @Mixin private DetectorOptions detector = new DetectorOptions();
    @Mixin private PublishOptions publish = new PublishOptions();
    @Mixin private SnapshotOptions snapshots = new SnapshotOptions();

    /**
     * Options without a command line.
     *
     * @param lookup value by property key such as {@code nvr.max-fps}, or null where there is none
     * @throws ConfigException if a value is wrong
     */
    public static ProcessorOptions from(Function<String, String> lookup) {
        return from(new ProcessorOptions(), lookup);
    }

    @Override
    void resolve(OptionSources from, Settings settings) {
        instanceId = instanceId == null ? InstanceIds.random() : instanceId;
        from.require(
                InstanceIds.isValid(instanceId),
                "--instance-id",
                instanceId,
                "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit");
        Rules.duration(from, "--metrics-interval", metricsInterval);
        Rules.duration(from, "--lease", lease, SHORTEST_LEASE, "at least 1s and at most 24h");
        cameras.resolve(from);
        detector.resolve(from);
        publish.resolve(from);
        snapshots.resolve(from);
        if (publish.embeddedBroker()) {
            mqtt().useEmbedded(publish.embeddedBrokerPort());
        }
    }

    /**
     * Makes these the options of a processor that tries one camera: no other broker hears of it, it
     * serves no HTTP, and it publishes frames in which nothing was seen as well. To be called once,
     * after they are resolved.
     *
     * @param brokerPort TCP port of the broker inside it
     */
    public void tryCamera(int sourceId, int brokerPort) {
        cameras.only(sourceId);
        detector.publishAll();
        publish.embed(brokerPort);
        mqtt().useEmbedded(brokerPort);
        http().serveNothing();
        enableControl = true;
        lease = null;
    }

    /**
     * The effective value of every option by its property key, for {@code {{nvr.max-fps}}} in a
     * route. Options without a value are left out; durations are written as {@code 10s} or {@code
     * 500ms}, lists with commas; passwords are masked or left out.
     */
    @Override
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

    public PublishOptions publish() {
        return publish;
    }

    public SnapshotOptions snapshots() {
        return snapshots;
    }

    /** The effective options, without secrets. */
    @Override
    public String toString() {
        return asProperties().toString();
    }
}
