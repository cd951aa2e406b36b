package org.cupertino.nvr.processor.report;

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
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.Status;

/**
 * The state of the processor, told at every change of it or of a camera. Statuses leave in the
 * order in which they were true. Thread-safe; publishing only hands over.
 */
public final class StatusReport {
    private static final Set<InstanceState> STOP =
            EnumSet.of(InstanceState.STOPPING, InstanceState.STOPPED);

    private static final String NAMESAKE = "namesake";

    private final Instance instance;
    private final CameraView cameras;
    private final Detector detector;
    private final Consumer<Status> out;
    private volatile Supplier<Optional<LeaseStatus>> processLease = Optional::empty;
    private InstanceState state = InstanceState.STARTING;
    private String reason;
    private final Map<String, String> notes = new TreeMap<>();
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

    /** Lists the lease that the processor itself has, if it has one, from the next status on. */
    public void listProcessLease(Supplier<Optional<LeaseStatus>> lease) {
        processLease = lease;
    }

    /**
     * Goes to another state and tells it. From a stop nothing leads back: what was still under way
     * when it came, such as a model that loads, changes nothing any more.
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
     * Adds something that a person should know to the reason of every status, and tells it.
     *
     * @param topic what it is about; a later note of the same topic takes its place
     * @param text one sentence, or null when it is over
     */
    public synchronized void note(String topic, String text) {
        String before = text == null ? notes.remove(topic) : notes.put(topic, text);
        if (!Objects.equals(before, text)) {
            publish();
        }
    }

    private String reason() {
        String all =
                Stream.of(
                                Stream.ofNullable(reason),
                                cameras.analysisProblem().stream(),
                                cameras.restoreProblems(),
                                notes.values().stream())
                        .flatMap(part -> part)
                        .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    /** Tells how things are now. */
    public synchronized void publish() {
        out.accept(snapshot(null));
    }

    /** Tells how things are now, as the answer to a ping. */
    public synchronized void pong() {
        out.accept(snapshot(true));
    }

    /**
     * Gives the instance another id and tells it; the one before stands in every status from then
     * on, since only the last is retained.
     *
     * @param renamed what must know of the new id before anything is told under it; not called if
     *     it is the one the instance has already
     */
    public synchronized void rename(String newId, Runnable renamed) {
        String old = instance.id();
        instance.rename(newId);
        notes.remove(NAMESAKE);
        if (!newId.equals(old)) {
            renamedFrom = old;
            renamed.run();
        }
        publish();
    }

    /**
     * Remembers what is wrong apart from the state; told with the next status.
     *
     * @param sentence or null when nothing is
     * @return whether something begins or ends to be wrong by that
     */
    synchronized boolean conflict(String sentence) {
        String before = sentence == null ? notes.remove(NAMESAKE) : notes.put(NAMESAKE, sentence);
        return (before == null) != (sentence == null);
    }

    /** What the broker tells when this process dies without a goodbye. */
    public synchronized Status lastWill() {
        return new Status(
                instance.id(),
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
                "The connection to the processor broke");
    }

    synchronized boolean isStopping() {
        return STOP.contains(state);
    }

    /** What it is doing now; an error is one that may pass, such as frames nobody can analyse. */
    public synchronized InstanceState state() {
        if (state != InstanceState.RUNNING) {
            return state;
        } else if (cameras.allPaused()) {
            return InstanceState.PAUSED;
        }
        return cameras.analysisProblem().isPresent() ? InstanceState.ERROR : state;
    }

    private List<LeaseStatus> leases() {
        List<LeaseStatus> all =
                Stream.concat(processLease.get().stream(), cameras.leases(instance.clock()))
                        .toList();
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
                reason());
    }
}
