package org.cupertino.nvr.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.broker.EmbeddedBroker;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.processor.command.CommandIntake;
import org.cupertino.nvr.processor.report.DuplicateIdWatch;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.wire.InstanceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a processor starts: connections, model, cameras, commands. It stops commands,
 * cameras, connections and the model, in this order.
 */
final class ProcessorLifecycle extends LifecycleStrategySupport implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorLifecycle.class);
    private static final Duration LAST_STATUS = Duration.ofMillis(1_000);
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(1_500);
    private static final int ROUTES_WITHIN_S = 2;
    private static final int ROUTES_IN_VAIN_S = 1;

    private final CamelContext context;
    private final ProcessorOptions options;
    private final ProcessorParts parts;
    private final EmbeddedBroker broker;
    private final ProcessorHost host;
    private final StatusReport status;
    private final CommandIntake commands;
    private final Object turn = new Object();
    private boolean stopBegun;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param broker closed at the end; null if there is none in this process
     */
    ProcessorLifecycle(
            CamelContext context,
            ProcessorOptions options,
            ProcessorParts parts,
            EmbeddedBroker broker,
            ProcessorHost host,
            StatusReport status,
            CommandIntake commands) {
        this.context = context;
        this.options = options;
        this.parts = parts;
        this.broker = broker;
        this.host = host;
        this.status = status;
        this.commands = commands;
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
            host.start(options.lease());
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
        DuplicateIdWatch duplicates =
                new DuplicateIdWatch(
                        status, (time, task) -> parts.leases().begin(time, end -> task.run()));
        parts.connections().onForeignStatus(duplicates::heard);
        RememberedPauses pauses = new RememberedPauses(parts, host, status);
        pauses.listen();
        parts.connections().onHearing(status::heardOrNot);
        parts.connections()
                .open(
                        () -> {
                            pauses.connected();
                            duplicates.forget();
                            status.publish();
                        });
        status.enter(InstanceState.STARTING, null);
        parts.detector().load(options.detector().model());
        pauses.addAll(parts.streams().site().addresses());
        synchronized (turn) {
            if (!stopBegun) {
                status.enter(InstanceState.RUNNING, null);
                pauses.whenKnown(commands::open);
                logRunning();
            }
        }
    }

    private void logRunning() {
        LOG.atInfo()
                .addKeyValue("event", "running")
                .log(
                        "Processor {} watches {} cameras with model {} at {} frames/s each",
                        parts.instance().id(),
                        parts.streams().site().addresses().size(),
                        options.detector().model(),
                        options.cameras().maxFps());
    }

    @Override
    public void onContextStopping(CamelContext stopping) {
        // Called by the command stop and by the end of the launcher, one after the other.
        synchronized (turn) {
            if (stopBegun) {
                return;
            }
            stopBegun = true;
        }
        parts.leases().close();
        // For every launcher: less than the five seconds in which a stop must be over.
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(ROUTES_WITHIN_S);
        boolean published = host.isStarted() && publishLastStatus();
        // Before the routes stop: a publish that hangs would hold them up.
        parts.connections().close(CLOSE_WITHIN, published);
        if (!published) {
            // Paho never ends a publish that hangs, so the routes are not worth waiting for.
            context.getShutdownStrategy().setTimeout(ROUTES_IN_VAIN_S);
        }
    }

    /** Whether the broker has the last status. */
    private boolean publishLastStatus() {
        commands.close();
        try {
            status.enter(InstanceState.STOPPING, host.stopReason());
            parts.cameras().removeAll();
            status.enter(InstanceState.STOPPED, host.stopReason());
            return host.awaitPublished(LAST_STATUS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void onContextStopped(CamelContext past) {
        if (parts.posture() != null) {
            parts.posture().close();
        }
        parts.detector().close();
        parts.pictures().close();
        if (broker != null) {
            broker.close();
        }
        LOG.atInfo()
                .addKeyValue("event", "stopped")
                .log("Processor {} stopped", parts.instance().id());
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
                    "Processor {} is slow to stop, the process ends without waiting for it",
                    parts.instance().id());
        }
    }
}
