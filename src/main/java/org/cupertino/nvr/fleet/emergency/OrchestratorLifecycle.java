package org.cupertino.nvr.fleet.emergency;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.routes.RouteNames;
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

    private final OrchestratorOptions options;
    private final Spawner spawner;
    private final Fleet fleet;
    private final MqttLink publisher;
    private final MqttLink events;
    private final MqttLink detections;
    private final Orchestrator orchestrator;
    private final Steps steps;

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
        publisher = new MqttLink("publisher", settings, null);
        events =
                MqttLink.lasting(
                        "events", settings, "nvr-orchestrator-" + prefix.replace('/', '-'), KEPT);
        detections = new MqttLink("detections", settings, null);
        EmergencyPlan plan = new EmergencyPlan(options);
        EmergencyQueue emergencies =
                new EmergencyQueue(options.maxEmergencies(), Clock.systemUTC());
        CommandSender sender = new CommandSender(fleet);
        Roster roster = fleet.roster();
        RoomJournal journal = new RoomJournal();
        orchestrator = new Orchestrator(fleet, emergencies, journal);
        steps =
                new Steps(
                        emergencies,
                        new SlowDown(roster, sender, options.othersFps(), plan.lease()),
                        new Handover(roster, sender, plan.lease()),
                        new EmergencyProcessors(roster, sender, spawner, plan),
                        journal);
        publisher.onConnected(orchestrator::brokerMayHaveForgotten);
        events.onConnected(this::logRunning);
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
        registry.bind(RouteNames.MQTT_PUBLISHER, publisher);
        registry.bind(RouteNames.MQTT_EVENTS, events);
        registry.bind(RouteNames.MQTT_DETECTIONS, detections);
    }

    /** The connections by their purpose. */
    public Map<String, MqttLink> links() {
        return Map.of("fleet", fleet.link(), "publisher", publisher, "events", events);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        publisher.open();
        if (options.fallRule()) {
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
        spawner.close();
    }
}
