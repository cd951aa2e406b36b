package org.cupertino.nvr.fleet.emergency;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.StateFolder;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.cameras.Cameras;
import org.cupertino.nvr.fleet.leader.Leadership;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.fleet.rule.Suspicions;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.site.SiteCameras;
import org.cupertino.nvr.wire.Json;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an orchestrator and its connections from the start of its Camel context to the stop. */
public final class OrchestratorLifecycle extends LifecycleStrategySupport
        implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(OrchestratorLifecycle.class);

    /** How long the broker keeps events for an orchestrator that is away. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** Every processor has published its status anew by then, also if the broker lost them all. */
    private static final Duration ALL_BACK = Duration.ofSeconds(20);

    private final OrchestratorOptions options;
    private final Spawner spawner;
    private final Fleet fleet;
    private final MqttLink publisher;
    private final MqttLink events;
    private final MqttLink detections;
    private final Leadership leadership;
    private final Orchestrator orchestrator;
    private final Steps steps;
    private final Rules rules;
    private final Cameras cameras;

    /**
     * @param spawner closed with this
     * @throws ConfigException if no processor could be started with the settings for it
     */
    public OrchestratorLifecycle(OrchestratorOptions options, Spawner spawner)
            throws MqttException {
        this.options = options;
        this.spawner = spawner;
        MqttSettings settings = MqttSettings.of(options.mqtt());
        String prefix = options.mqtt().topicPrefix();
        fleet = new Fleet("fleet", settings, prefix);
        leadership =
                new Leadership(
                        new Instance(RoomJournal.ORCHESTRATOR, Clock.systemUTC()),
                        settings,
                        fleet.topics());
        publisher = new MqttLink("publisher", settings, null);
        events = MqttLink.lasting("events", settings, EventsClientId.of(options), KEPT);
        detections = new MqttLink("detections", settings, null);
        EmergencyPlan plan = new EmergencyPlan(options);
        KnownCameras knownCameras =
                new KnownCameras(fleet::statuses, named(options), () -> fleet.isUpFor(ALL_BACK));
        EmergencyQueue emergencies =
                new EmergencyQueue(
                        options.maxEmergencies(), RoomTime.SYSTEM, knownCameras::mayExist);
        CommandSender sender = new CommandSender(fleet);
        Roster roster = fleet.roster();
        RoomJournal journal = new RoomJournal();
        orchestrator = new Orchestrator(fleet, knownCameras, emergencies, journal);
        Suspicions suspicions =
                new Suspicions(
                        roster,
                        sender,
                        options.rules().suspicionFps(),
                        options.rules().suspicionLease(),
                        source -> emergencies.sourcesInEmergency().contains(source));
        rules = new Rules(options.rules(), RoomJournal.ORCHESTRATOR, suspicions);
        steps =
                new Steps(
                        emergencies,
                        new SlowDown(
                                roster,
                                sender,
                                options.othersFps(),
                                plan.lease(),
                                suspicions::cameras),
                        new Handover(roster, sender, plan.lease()),
                        new EmergencyProcessors(roster, sender, spawner, plan),
                        journal,
                        plan.spawnTimeout().multipliedBy(2));
        cameras =
                new Cameras(
                        fleet,
                        roster,
                        RoomJournal.ORCHESTRATOR,
                        () -> leadership.leads() && publisher.isReady());
        publisher.onConnected(orchestrator::brokerMayHaveForgotten);
        publisher.onConnected(cameras::brokerMayHaveForgotten);
        events.onConnected(this::logRunning);
    }

    /** The cameras that the settings of the site's processors name one by one. */
    private static Set<Integer> named(OrchestratorOptions options) {
        Map<String, String> site = options.processorSettings();
        site.keySet()
                .removeIf(
                        key -> !key.matches("nvr\\.(streams?|n|start|end|stream-server|cameras)"));
        return SiteCameras.of(ProcessorOptions.from(site::get).cameras()).addresses().keySet();
    }

    /** Makes the beans that the routes name. */
    public void bind(Registry registry) {
        registry.bind(RouteNames.JSON, Json.mapper());
        registry.bind(RouteNames.EVENT_JSON, Json.strictMapper());
        registry.bind(
                RouteNames.ENVELOPE,
                new Envelope(fleet.topics().roomEvents(), fleet.topics().replies()));
        registry.bind(RouteNames.ROOM_EVENTS, new RoomEvents(orchestrator));
        registry.bind(RouteNames.STEPS, steps);
        registry.bind(RouteNames.RULES, rules);
        registry.bind(RouteNames.CAMERAS, cameras);
        registry.bind(RouteNames.MQTT_PUBLISHER, publisher);
        registry.bind(RouteNames.MQTT_EVENTS, events);
        registry.bind(RouteNames.MQTT_DETECTIONS, detections);
    }

    /** The connections by their purpose. */
    public Map<String, MqttLink> links() {
        return Map.of("fleet", fleet.link(), "publisher", publisher, "leader", leadership.link());
    }

    /** Whether it leads or stands by, for a person; empty while nobody leads. */
    public Optional<String> leader() {
        return leadership.leader();
    }

    /** Whether it acts upon events, or another orchestrator does. */
    public boolean isServed() {
        return leadership.leads() ? events.isReady() : leadership.leader().isPresent();
    }

    /** Shows the rooms, the cameras and the connections in the metrics. */
    public void meter(MeterRegistry registry) {
        Map<String, BooleanSupplier> connections = new TreeMap<>();
        links().forEach((role, link) -> connections.put(role, link::isReady));
        connections.put("events", events::isReady);
        orchestrator.meter(registry, connections);
        OrchestratorMeters.cameras(registry, cameras::count);
    }

    /** Time since the last pass over all rooms; empty before the first. */
    public Optional<Duration> passAge() {
        return orchestrator.passAge();
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        publisher.open();
        fleet.open();
        leadership.open(
                StateFolder.of(System.getenv(), "leader"),
                () -> lead(context),
                // The connections of one that has led cannot be opened again.
                () -> new Thread(context::stop, "superseded").start());
    }

    private void lead(CamelContext context) {
        if (options.rules().any()) {
            detections.open();
        }
        orchestrator.start(context.createProducerTemplate(), events::open);
    }

    private void logRunning() {
        LOG.atInfo()
                .addKeyValue("event", "running")
                .log("Orchestrator waits for events at {}", fleet.topics().roomEvents());
    }

    @Override
    public void onContextStopping(CamelContext context) {
        orchestrator.stop();
        events.shutDown();
        detections.shutDown();
        publisher.shutDown();
        leadership.close();
        spawner.close();
    }
}
