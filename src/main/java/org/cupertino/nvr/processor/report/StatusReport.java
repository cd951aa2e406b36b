package org.cupertino.nvr.processor.report;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Publishes the status of the processor at every change of it or of a camera, in the order of the
 * changes. Thread-safe; publishing only hands over.
 */
public final class StatusReport {
    private static final Set<InstanceState> STOP =
            EnumSet.of(InstanceState.STOPPING, InstanceState.STOPPED);

    private static final String DUPLICATE_ID = "duplicate_instance_id";

    /** Whether commands reach this processor. */
    public enum Hearing {
        YES,
        NOT_YET,
        REFUSED
    }

    private final Instance instance;
    private final CameraView cameras;
    private final Detector detector;
    private final Consumer<Status> out;
    private volatile Supplier<Stream<LeaseStatus>> moreLeases = Stream::empty;
    private volatile Supplier<Hearing> hearing = () -> Hearing.YES;
    private volatile Duration metricsInterval;
    private InstanceState state = InstanceState.STARTING;
    private String reason;
    private final Map<String, String> problems = new TreeMap<>();
    private String renamedFrom;

    /**
     * @param out takes a status on the caller's thread and must not wait
     */
    public StatusReport(
            Instance instance, CameraView cameras, Detector detector, Consumer<Status> out) {
        this.instance = instance;
        this.cameras = cameras;
        this.detector = detector;
        this.out = out;
    }

    /** Lists these leases, besides those on cameras, from the next status on. */
    public void listLeases(Supplier<Stream<LeaseStatus>> more) {
        moreLeases = more;
    }

    /** Sets what to ask whether commands are heard: without them no status says running. */
    public void hearing(Supplier<Hearing> now) {
        hearing = now;
    }

    /** Says in every status how often metrics are published. */
    public void metricsInterval(Duration interval) {
        metricsInterval = interval;
    }

    /**
     * Enters another state and publishes it. No state follows a stop: what was still under way,
     * such as a model that loads, changes nothing any more.
     *
     * @param why one sentence, or null
     */
    public synchronized void enter(InstanceState next, String why) {
        if (isStopping() && !STOP.contains(next)) {
            return;
        }
        state = next;
        reason = why;
        publish();
    }

    /**
     * Adds a problem to the reason of every status, and publishes it.
     *
     * @param topic what it is about; a later problem of the same topic replaces it
     * @param text one sentence, or null when it is over
     */
    public synchronized void problem(String topic, String text) {
        String before = text == null ? problems.remove(topic) : problems.put(topic, text);
        if (!Objects.equals(before, text)) {
            publish();
        }
    }

    private String reason() {
        String all =
                Stream.of(
                                Stream.ofNullable(reason),
                                unheard().stream(),
                                detector.shortfall().stream(),
                                cameras.analysisProblem().stream(),
                                cameras.restoreProblems(),
                                problems.values().stream())
                        .flatMap(part -> part)
                        .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    /** Publishes the status again because commands are heard, or not heard any more. */
    public synchronized void heardOrNot() {
        if (state != InstanceState.STARTING && !isStopping()) {
            publish();
        }
    }

    /** Publishes the status now. */
    public synchronized void publish() {
        out.accept(snapshot(null));
    }

    /** Publishes the status now, as the answer to a ping. */
    public synchronized void pong() {
        out.accept(snapshot(true));
    }

    /**
     * Gives the instance another id and publishes it. Every later status names the one before,
     * since only the last status is retained.
     *
     * @param renamed runs before anything is published under the new id; not called if the instance
     *     has that id already
     */
    public synchronized void rename(String newId, Runnable renamed) {
        String old = instance.id();
        instance.rename(newId);
        problems.remove(DUPLICATE_ID);
        if (!newId.equals(old)) {
            renamedFrom = old;
            renamed.run();
        }
        publish();
    }

    /**
     * Remembers that another processor has the same id; the next status says so.
     *
     * @param sentence or null when none has
     * @return whether this begins or ends the problem
     */
    synchronized boolean duplicateId(String sentence) {
        String before =
                sentence == null
                        ? problems.remove(DUPLICATE_ID)
                        : problems.put(DUPLICATE_ID, sentence);
        return (before == null) != (sentence == null);
    }

    /**
     * What the broker publishes when this process dies without a goodbye.
     *
     * @param id under which statuses go out
     */
    public synchronized Status lastWill(String id) {
        return new Status(
                id,
                InstanceState.OFFLINE,
                instance.clock().instant(),
                instance.startedAt(),
                instance.uptimeS(),
                instance.version(),
                instance.host(),
                detector.modelId().orElse(null),
                cameras.maxFps(),
                List.of(),
                null,
                null,
                null,
                "The connection to the processor broke",
                intervalS(),
                null);
    }

    synchronized boolean isStopping() {
        return STOP.contains(state);
    }

    /**
     * What it does now; an error may pass, such as frames that cannot be analysed. While no command
     * is heard it is {@code starting} or {@code error}, whatever else it does.
     */
    public synchronized InstanceState state() {
        if (state == InstanceState.STARTING || isStopping()) {
            return state;
        }
        Hearing heard = hearing.get();
        if (heard != Hearing.YES) {
            return heard == Hearing.REFUSED ? InstanceState.ERROR : InstanceState.STARTING;
        } else if (state != InstanceState.RUNNING) {
            return state;
        } else if (cameras.allPaused()) {
            return InstanceState.PAUSED;
        }
        return cameras.analysisProblem().isPresent() ? InstanceState.ERROR : state;
    }

    private Optional<String> unheard() {
        if (state == InstanceState.STARTING || isStopping()) {
            return Optional.empty();
        }
        return switch (hearing.get()) {
            case YES -> Optional.empty();
            case NOT_YET -> Optional.of("Not subscribed to commands yet");
            case REFUSED ->
                    Optional.of("The broker refuses the subscription to commands, none is heard");
        };
    }

    private List<LeaseStatus> leases() {
        List<LeaseStatus> all =
                Stream.concat(moreLeases.get(), cameras.leases(instance.clock())).toList();
        return all.isEmpty() ? null : all;
    }

    private Status snapshot(Boolean pong) {
        return new Status(
                instance.id(),
                state(),
                instance.clock().instant(),
                instance.startedAt(),
                instance.uptimeS(),
                instance.version(),
                instance.host(),
                detector.modelId().orElse(null),
                cameras.maxFps(),
                cameras.statuses(),
                leases(),
                renamedFrom,
                pong,
                reason(),
                intervalS(),
                detector.precision().map(Precision::toString).orElse(null));
    }

    private Double intervalS() {
        return metricsInterval == null ? null : metricsInterval.toMillis() / 1e3;
    }
}
