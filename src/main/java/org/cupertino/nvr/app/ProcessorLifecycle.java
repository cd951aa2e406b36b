package org.cupertino.nvr.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupListener;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.broker.EmbeddedBroker;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.command.CommandIntake;
import org.cupertino.nvr.processor.command.CommandTable;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.report.DuplicateIdWatch;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a processor comes up and goes: the broker and commands first, then the model,
 * then the cameras; and backwards.
 */
final class ProcessorLifecycle extends LifecycleStrategySupport
        implements StartupListener, CommandTable.Host {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorLifecycle.class);
    private static final Duration LAST_WORDS = Duration.ofMillis(1_000);
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(1_500);
    private static final int ROUTES_WITHIN_S = 2;
    private static final int LOOKS = 10;
    private static final int ROUTES_IN_VAIN_S = 1;

    private final CamelContext context;
    private final ProcessorOptions options;
    private final Instance instance;
    private final Cameras cameras;
    private final Detector detector;
    private final Connections connections;
    private final EmbeddedBroker broker;
    private final Leases leases;
    private final ProcessLease lease;
    private StatusReport status;
    private CommandIntake commands;
    private Consumer<String> renamedListener;
    private ProducerTemplate producer;
    private String lastStatusId;
    private final Object turn = new Object();
    private boolean stopBegun;
    private volatile String stopReason;
    private final CountDownLatch stopped = new CountDownLatch(1);

    ProcessorLifecycle(
            CamelContext context,
            ProcessorOptions options,
            Instance instance,
            Cameras cameras,
            Detector detector,
            Connections connections,
            EmbeddedBroker broker,
            Leases leases) {
        this.context = context;
        this.options = options;
        this.instance = instance;
        this.cameras = cameras;
        this.detector = detector;
        this.connections = connections;
        this.broker = broker;
        this.leases = leases;
        this.lease = new ProcessLease(leases, this::leaseEnded);
    }

    void reportTo(StatusReport report, Consumer<String> listener) {
        status = report;
        report.listProcessLease(() -> lease.status(instance.clock()));
        renamedListener = listener;
    }

    void obey(CommandIntake changes) {
        commands = changes;
    }

    @Override
    public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
        // Routes are not up yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted)
            throws Exception {
        synchronized (turn) {
            if (stopBegun) {
                return;
            }
            producer = context.createProducerTemplate();
            options.lease().ifPresent(lease::begin);
        }
        try {
            comeUp();
        } catch (Exception e) {
            synchronized (turn) {
                if (!stopBegun) {
                    throw e;
                }
            }
            LOG.debug("Stopped while it started", e);
        }
    }

    private void comeUp() throws Exception {
        DuplicateIdWatch namesakes = new DuplicateIdWatch(status);
        connections.onForeignStatus(namesakes::heard);
        connections.open(
                () -> {
                    namesakes.forget();
                    status.publish();
                });
        status.enter(InstanceState.STARTING, null);
        detector.load(options.detector().model());
        for (Map.Entry<Integer, String> source : options.cameras().uris().entrySet()) {
            cameras.add(source.getKey(), source.getValue());
        }
        synchronized (turn) {
            if (!stopBegun) {
                status.enter(InstanceState.RUNNING, null);
                commands.open();
                tellRunning();
            }
        }
    }

    private void tellRunning() {
        LOG.atInfo()
                .addKeyValue("event", "running")
                .log(
                        "Processor {} watches {} cameras with model {} at {} frames/s each",
                        instance.id(),
                        options.cameras().uris().size(),
                        options.detector().model(),
                        options.cameras().maxFps());
    }

    @Override
    public void onContextStopping(CamelContext stopping) {
        // A stop by command and the end of the launcher come here one after the other.
        synchronized (turn) {
            if (stopBegun) {
                return;
            }
            stopBegun = true;
        }
        leases.close();
        // Whoever launched it: less than the five seconds in which a stop must be over.
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(ROUTES_WITHIN_S);
        boolean told = producer != null && sayGoodbye();
        // Before the routes stop: a publish that hangs would hold them up.
        connections.close(CLOSE_WITHIN, told);
        if (!told) {
            // Paho leaves a publish that hangs waiting, in vain from here on.
            context.getShutdownStrategy().setTimeout(ROUTES_IN_VAIN_S);
        }
    }

    /** Whether the broker has the last status. */
    private boolean sayGoodbye() {
        commands.close();
        try {
            status.enter(InstanceState.STOPPING, stopReason);
            cameras.removeAll();
            status.enter(InstanceState.STOPPED, stopReason);
            return drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void onContextStopped(CamelContext past) {
        detector.close();
        if (broker != null) {
            broker.close();
        }
        LOG.atInfo().addKeyValue("event", "stopped").log("Processor {} stopped", instance.id());
        stopped.countDown();
    }

    /**
     * Returns when a stop that has begun is over and the connections are closed in order, or after
     * the given time.
     */
    void awaitStopped(Duration atMost) throws InterruptedException {
        synchronized (turn) {
            if (!stopBegun) {
                return;
            }
        }
        if (!stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "Processor {} is slow to stop, it is left to the end of the process",
                    instance.id());
        }
    }

    /**
     * Waits until what was handed to the routes is published, if the broker is there.
     *
     * @return whether the statuses are
     */
    private boolean drain() throws InterruptedException {
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        SedaEndpoint statuses = context.getEndpoint("seda:status", SedaEndpoint.class);
        InflightRepository inflight = context.getInflightRepository();
        int calm = 0;
        // A message that has just left a queue is not in flight yet: one look proves nothing.
        while (System.nanoTime() < deadline && calm < LOOKS) {
            TimeUnit.MILLISECONDS.sleep(5);
            boolean idle =
                    statuses.getCurrentQueueSize() == 0
                            && inflight.size() == 0
                            && connections.isDrained();
            calm = idle ? calm + 1 : 0;
        }
        return statuses.getCurrentQueueSize() == 0
                && inflight.size("status") == 0
                && inflight.size("presence") == 0
                && connections.isPresenceDrained();
    }

    /**
     * Hands a status to the routes; the first one under another id brings the one before as header,
     * so that its topic is cleared once: it may be somebody else's later.
     */
    void publishStatus(Status message) {
        if (producer != null) {
            String before = message.instanceId().equals(lastStatusId) ? null : lastStatusId;
            lastStatusId = message.instanceId();
            producer.sendBodyAndHeader("seda:status", message, "NvrIdBefore", before);
        }
    }

    @Override
    public void publishMetrics() {
        producer.sendBody("direct:metrics", null);
    }

    @Override
    public void renamed() {
        connections.renewPresence();
        renamedListener.accept(instance.id());
        LOG.atInfo()
                .addKeyValue("event", "renamed")
                .log("This processor is {} from now on", instance.id());
    }

    @Override
    public boolean renewLease(Duration time) {
        return lease.renew(time);
    }

    private void leaseEnded() {
        stopReason = "The lease ended: nobody renewed it";
        stop();
    }

    @Override
    public void stop() {
        new Thread(context::stop, "stop-command").start();
    }
}
