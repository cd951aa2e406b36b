package org.cupertino.nvr.fleet.wall;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.timing.Lasting;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Runs a wall and its connections from the start of its Camel context to the stop. */
public final class WallLifecycle extends LifecycleStrategySupport implements StartupListener {
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 500;
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long LEASE_EVERY_MS = 500;

    private final WallOptions options;
    private final Fleet fleet;
    private final Map<String, MqttLink> consumers = new LinkedHashMap<>();
    private final House house = new House();
    private final Pages pages = new Pages(house);
    private final Lookout lookout;
    private final PictureLeases leases;
    private final WallFeed feed;
    private final Answering answering;
    private final ExecutorService senders;
    private final ScheduledExecutorService timer;
    private volatile WallServer server;

    /** Connects to nothing and listens nowhere yet. */
    public WallLifecycle(WallOptions options) throws MqttException {
        this.options = options;
        MqttSettings settings = MqttSettings.of(options.mqtt());
        String prefix = options.mqtt().topicPrefix();
        fleet = new Fleet("fleet", settings, prefix);
        consumers.put(RouteNames.MQTT_DETECTIONS, new MqttLink("detections", settings, null));
        consumers.put(RouteNames.MQTT_SNAPSHOTS, new MqttLink("snapshots", settings, null));
        consumers.put(RouteNames.MQTT_CAMERAS, new MqttLink("cameras", settings, null));
        consumers.put(RouteNames.MQTT_ROOMS, new MqttLink("rooms", settings, null));
        consumers.put(RouteNames.MQTT_ACKS, new MqttLink("acks", settings, null));
        ThreadFactory daemons =
                task -> {
                    Thread thread = new Thread(task, "wall");
                    thread.setDaemon(true);
                    return thread;
                };
        senders =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        daemons);
        timer = Executors.newSingleThreadScheduledExecutor(daemons);
        lookout = new Lookout(fleet, house);
        leases = new PictureLeases(fleet, house, senders);
        Orders orders = new Orders(fleet, senders, this::reply);
        feed = new WallFeed(house, lookout::heard, lookout::takeUp, orders::answered);
        answering =
                new Answering(
                        house, pages, orders, new RoomOrders(settings, prefix, house, orders));
    }

    private void reply(Visitor to, Update answer) {
        WallServer there = server;
        if (there != null) {
            there.later(() -> pages.send(answer, to::equals));
        }
    }

    /** Makes the beans that the routes name. */
    public void bind(Registry registry) {
        registry.bind(RouteNames.WALL, feed);
        consumers.forEach(registry::bind);
    }

    /** The connections by their purpose. */
    public Map<String, MqttLink> links() {
        Map<String, MqttLink> links = new LinkedHashMap<>(consumers);
        links.put("fleet", fleet.link());
        return links;
    }

    /** The port of the page; 0 before it is served. */
    public int port() {
        return server == null ? 0 : server.port();
    }

    /**
     * Begins to serve the page; until the context starts there is nothing on it.
     *
     * @throws org.cupertino.nvr.config.ConfigException if it cannot listen there
     */
    public void listen() {
        server = new WallServer(options, house, pages, answering);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        consumers.values().forEach(MqttLink::open);
        fleet.open();
        repeat("A look at the processors", lookout::look, LOOK_EVERY_MS);
        repeat("Asking for pictures", () -> leases.renew(pages.shown()), LEASE_EVERY_MS);
    }

    private void repeat(String name, Runnable task, long everyMs) {
        timer.scheduleWithFixedDelay(
                new Lasting(name, task), everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onContextStopping(CamelContext context) {
        timer.shutdownNow();
        senders.shutdownNow();
        if (server != null) {
            server.close();
        }
        consumers.values().forEach(link -> link.beginShutDown(true));
        consumers.values().forEach(MqttLink::shutDown);
        fleet.close();
    }
}
