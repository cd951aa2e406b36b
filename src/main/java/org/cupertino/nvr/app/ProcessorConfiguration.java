package org.cupertino.nvr.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.spi.Registry;
import org.cupertino.nvr.broker.EmbeddedBroker;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.observe.Check;
import org.cupertino.nvr.observe.HealthChecks;
import org.cupertino.nvr.observe.Observed;
import org.cupertino.nvr.processor.camera.CameraComponent;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.camera.InferenceWorkers;
import org.cupertino.nvr.processor.command.Acks;
import org.cupertino.nvr.processor.command.CommandIntake;
import org.cupertino.nvr.processor.command.CommandTable;
import org.cupertino.nvr.processor.health.ProcessorHealth;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.processor.metrics.Meters;
import org.cupertino.nvr.processor.picture.Pictures;
import org.cupertino.nvr.processor.posture.Postures;
import org.cupertino.nvr.processor.report.DetectionEvents;
import org.cupertino.nvr.processor.report.MetricsReport;
import org.cupertino.nvr.processor.report.Presence;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.processor.track.Tracker;
import org.cupertino.nvr.processor.zone.Zones;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.routes.RouteReloader;
import org.cupertino.nvr.site.SiteCameras;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.timing.Pace;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes the beans that the routes name, from the options. The command line hands its options in;
 * under {@code camel run}, where {@code camel.main.configuration-classes} names this class, they
 * are the {@code nvr.*} properties.
 */
public final class ProcessorConfiguration implements CamelConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorConfiguration.class);

    /** Between statuses of changes that nobody asked for: each has all cameras in it. */
    private static final Duration STATUS_INTERVAL = Duration.ofMillis(500);

    private final ProcessorOptions given;
    private final Consumer<String> renamed;
    private volatile ProcessorLifecycle running;
    private final boolean forCheck;
    private Optional<Path> liveRoutes = Optional.empty();

    /** Options from the context's properties. */
    public ProcessorConfiguration() {
        this(null, id -> {});
    }

    /**
     * Options from a command line.
     *
     * @param renamed gets the new id when the instance is renamed
     */
    public ProcessorConfiguration(ProcessorOptions options, Consumer<String> renamed) {
        this(options, renamed, false);
    }

    private ProcessorConfiguration(
            ProcessorOptions options, Consumer<String> renamed, boolean forCheck) {
        this.given = options;
        this.renamed = renamed;
        this.forCheck = forCheck;
    }

    /** Beans to check routes with, in a context that is never started; needs no model. */
    static ProcessorConfiguration forCheck(ProcessorOptions options) {
        return new ProcessorConfiguration(options, id -> {}, true);
    }

    /**
     * Has the routes follow every edit in their folder.
     *
     * @param folder that the routes are loaded from; empty: they are in the jar
     */
    ProcessorConfiguration watching(Optional<Path> folder) {
        liveRoutes = folder;
        return this;
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        ProcessorOptions options = given == null ? fromProperties(context) : given;
        offerToRoutes(context, options);
        ProcessorParts parts = makeParts(context, options);
        Meters meters = observe(context, options, parts);
        StatusReport status = control(context, options, parts, meters);
        if (liveRoutes.isPresent()) {
            RouteReloader reloader =
                    new RouteReloader(
                            context,
                            liveRoutes.get(),
                            parts.cameras()::renewRoutes,
                            text -> status.problem("routes", text));
            context.addStartupListener(reloader);
            context.addLifecycleStrategy(reloader);
        }
        followCameras(context, options, parts, meters, status);
        context.addLifecycleStrategy(running);
    }

    private static void followCameras(
            CamelContext context,
            ProcessorOptions options,
            ProcessorParts parts,
            Meters meters,
            StatusReport status)
            throws Exception {
        Zones zones = new Zones(meters::masked, options.detector().cameraLimits());
        zones.follow(parts.streams().site().inFile());
        context.getRegistry().bind(RouteNames.ZONES, zones);
        if (options.cameras().file().isPresent()) {
            CameraFileReloader reloader =
                    new CameraFileReloader(
                            options.cameras().file().get(),
                            parts.streams(),
                            parts.cameras(),
                            zones,
                            text -> status.problem("cameras", text));
            context.addStartupListener(reloader);
            context.addLifecycleStrategy(reloader);
        }
    }

    /** Whatever watches, detects and connects; nothing of it runs yet. */
    private ProcessorParts makeParts(CamelContext context, ProcessorOptions options)
            throws Exception {
        Instance instance = new Instance(options.instanceId(), Clock.systemUTC());
        LOG.atLevel(forCheck ? Level.DEBUG : Level.INFO)
                .addKeyValue("event", "starting")
                .addKeyValue("instance_id", instance.id())
                .log("instance_id: {}", instance.id());
        ModelStore models = models(options);
        Detector detector = new Detector(models, DetectorSettings.of(options.detector()));
        Leases leases = new Leases();
        SiteStreams streams = new SiteStreams(SiteCameras.of(options.cameras()));
        Cameras cameras = new Cameras(context, streams, options.cameras().maxFps(), leases);
        InferenceWorkers workers = new InferenceWorkers(options.detector().workers());
        context.addComponent("camera", new CameraComponent(cameras, workers));
        return new ProcessorParts(
                instance,
                detector,
                forCheck ? null : SecondLooks.of(options.detector(), models, detector),
                leases,
                streams,
                cameras,
                workers,
                new Pictures(options.snapshots(), leases),
                new Connections(options));
    }

    /** Health and metrics, also over HTTP. */
    private static Meters observe(
            CamelContext context, ProcessorOptions options, ProcessorParts parts) throws Exception {
        List<Check> checks =
                new ArrayList<>(
                        ProcessorHealth.checks(parts.detector(), parts.cameras(), parts.workers()));
        checks.add(LinkHealth.check(parts.connections().byRole()));
        HealthChecks.register(context, checks);
        MeterRegistry registry = Observed.start(context, options.http());
        CertificateMeter.bindTo(registry, options.mqtt());
        Meters meters = new Meters(registry, parts.cameras(), options.metricsInterval());
        parts.connections().meter(meters);
        parts.workers().onBegin(meters::waited);
        return meters;
    }

    /** Statuses, commands, and the life that they report and steer. */
    private StatusReport control(
            CamelContext context, ProcessorOptions options, ProcessorParts parts, Meters meters)
            throws Exception {
        EmbeddedBroker broker =
                options.publish().embeddedBroker()
                        ? EmbeddedBroker.start(options.publish().embeddedBrokerPort())
                        : null;
        Instance instance = parts.instance();
        ProcessorHost host = new ProcessorHost(context, parts, renamed);
        StatusReport status =
                new StatusReport(
                        instance,
                        parts.cameras(),
                        parts.detector(),
                        now -> {
                            meters.follow(now);
                            host.publishStatus(now);
                        });
        parts.cameras().onChange(new Pace(parts.leases(), STATUS_INTERVAL, status::publish));
        parts.pictures().wishes().onChange(parts.cameras()::changed);
        status.listLeases(host::leases);
        status.hearing(parts.connections()::hearing);
        status.metricsInterval(options.metricsInterval());
        Presence presence = new Presence(instance, parts.connections()::renewPresence);
        parts.connections().presenceWill(() -> status.lastWill(presence.id()));
        CommandTable table =
                new CommandTable(
                        parts.cameras(),
                        parts.detector(),
                        parts.pictures(),
                        status,
                        host,
                        new HashSet<>(options.cameras().allowedSchemes()));
        Acks acks = new Acks(instance);
        CommandIntake commands = new CommandIntake(instance, table, acks);
        running = new ProcessorLifecycle(context, options, parts, broker, host, status, commands);
        context.addStartupListener(running);

        Registry registry = context.getRegistry();
        registry.bind(RouteNames.ACKS, acks);
        registry.bind(RouteNames.COMMANDS, commands);
        registry.bind(RouteNames.PRESENCE, presence);
        table.forEachBean(registry::bind);
        bindForRoutes(registry, options, parts, meters);
        return status;
    }

    private static void bindForRoutes(
            Registry registry, ProcessorOptions options, ProcessorParts parts, Meters meters) {
        registry.bind(RouteNames.JSON, Json.mapper());
        registry.bind(RouteNames.COMMAND_JSON, Json.strictMapper());
        registry.bind(RouteNames.DETECTOR, parts.detector());
        registry.bind(
                RouteNames.EVENTS, new DetectionEvents(parts.instance(), parts.cameras(), meters));
        registry.bind(RouteNames.PICTURES, parts.pictures());
        registry.bind(RouteNames.TRACKER, new Tracker(parts.cameras()::fps));
        registry.bind(
                RouteNames.METRICS,
                new MetricsReport(parts.instance(), parts.cameras(), parts.detector(), meters));
        registry.bind(
                RouteNames.POSTURE,
                new Postures(parts.cameras(), parts.posture(), options.detector().postureEvery()));
        Topics topics = new Topics(options.mqtt().topicPrefix());
        registry.bind(RouteNames.ENVELOPE, new Envelope(topics.commands(), topics.replies()));
        parts.connections().bind(registry);
    }

    /** Returns when a stop that has begun is over, or after the given time. */
    void awaitStopped(Duration atMost) throws InterruptedException {
        if (running != null) {
            running.awaitStopped(atMost);
        }
    }

    private ModelStore models(ProcessorOptions options) throws ModelException {
        if (forCheck) {
            return new ModelStore(Path.of(""), new TorchFormat());
        }
        ProgramFolders folders = ProgramFolders.of(System.getenv(), Path.of(""));
        ModelStore models =
                new ModelStore(folders.models(options.detector().models()), new TorchFormat());
        models.find(options.detector().model());
        return models;
    }

    private static ProcessorOptions fromProperties(CamelContext context) {
        return ProcessorOptions.from(
                key -> context.getPropertiesComponent().resolveProperty(key).orElse(null));
    }

    /** So that a route can say {@code {{nvr.topic-prefix}}}; passwords are not among them. */
    private static void offerToRoutes(CamelContext context, ProcessorOptions options) {
        Properties properties = new Properties();
        for (Map.Entry<String, String> option : options.asProperties().entrySet()) {
            properties.setProperty(option.getKey().toLowerCase(Locale.ROOT), option.getValue());
        }
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.getComponent("seda", SedaComponent.class).setQueueSize(1_000);
    }
}
