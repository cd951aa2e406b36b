package org.cupertino.nvr.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.spi.InflightRepository;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.command.CommandTable;
import org.cupertino.nvr.processor.picture.Wishes;
import org.cupertino.nvr.processor.report.StatusFit;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.PausedCameras;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reports and commands may ask of the process around them. */
final class ProcessorHost implements CommandTable.Host {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorHost.class);
    private static final int LOOKS = 10;

    private final CamelContext context;
    private final Instance instance;
    private final Connections connections;
    private final Wishes wishes;
    private final Consumer<String> renamedListener;
    private final ProcessLease lease;
    private volatile ProducerTemplate producer;
    private volatile String stopReason;
    private volatile Runnable pauses = () -> {};

    /**
     * @param renamedListener gets the new id after a rename
     */
    ProcessorHost(CamelContext context, ProcessorParts parts, Consumer<String> renamedListener) {
        this.context = context;
        this.instance = parts.instance();
        this.connections = parts.connections();
        this.wishes = parts.pictures().wishes();
        this.renamedListener = renamedListener;
        this.lease = new ProcessLease(parts.leases(), this::leaseEnded);
    }

    /**
     * The routes are up.
     *
     * @param time after which the processor stops unless a command renews its lease
     */
    void start(Optional<Duration> time) {
        producer = context.createProducerTemplate();
        time.ifPresent(lease::begin);
    }

    boolean isStarted() {
        return producer != null;
    }

    /** Why it stops, for the last status; null if it was asked to. */
    String stopReason() {
        return stopReason;
    }

    /** That on the processor itself, and those on pictures. */
    Stream<LeaseStatus> leases() {
        return Stream.concat(
                lease.status(instance.clock()).stream(), wishes.statuses(instance.clock()));
    }

    /** Hands a status to the routes. */
    void publishStatus(Status message) {
        if (isStarted()) {
            producer.sendBody(
                    "seda:status",
                    StatusFit.cut(message, connections.largestStatus(message.instanceId())));
        }
    }

    /**
     * Waits until all that was handed to the routes is published, if the broker is connected.
     *
     * @return whether all statuses are published
     */
    boolean awaitPublished(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
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

    @Override
    public void publishMetrics() {
        producer.sendBody("direct:metrics", null);
    }

    /** Hands over what is to be remembered for the next start. */
    void publishPaused(PausedCameras paused) {
        producer.sendBody("direct:publish-paused", paused);
    }

    /** Sets what remembers the pauses. */
    void onPausesChanged(Runnable listener) {
        pauses = listener;
    }

    @Override
    public void pausesChanged() {
        connections.dropPictures();
        pauses.run();
    }

    @Override
    public void renamed() {
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
