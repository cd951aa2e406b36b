package org.cupertino.nvr.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.cupertino.nvr.camera.Cameras;
import org.cupertino.nvr.event.InstanceState;
import org.cupertino.nvr.event.Status;
import org.cupertino.nvr.inference.Detector;
import org.cupertino.nvr.instance.Instance;

/**
 * The state of the processor, told at every change of it or of a camera. Statuses leave in the
 * order in which they were true. Thread-safe; publishing only hands over.
 */
public final class StatusReport {
    private static final Set<InstanceState> STOP =
            EnumSet.of(InstanceState.STOPPING, InstanceState.STOPPED);

    private final Instance instance;
    private final Cameras cameras;
    private final Detector detector;
    private final Consumer<Status> out;
    private InstanceState state = InstanceState.STARTING;
    private String reason;
    private String conflict;
    private String renamedFrom;

    /**
     * @param out takes a status on the caller's thread and must not wait
     */
    public StatusReport(
            Instance instance, Cameras cameras, Detector detector, Consumer<Status> out) {
        this.instance = instance;
        this.cameras = cameras;
        this.detector = detector;
        this.out = out;
        cameras.onChange(this::publish);
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
        conflict = null;
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
        boolean change = (conflict == null) != (sentence == null);
        conflict = sentence;
        return change;
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
                "The connection to the processor broke");
    }

    synchronized boolean isStopping() {
        return STOP.contains(state);
    }

    /** What it is doing now. */
    public synchronized InstanceState state() {
        return state == InstanceState.RUNNING && cameras.allPaused() ? InstanceState.PAUSED : state;
    }

    private String why() {
        if (reason == null || conflict == null) {
            return reason == null ? conflict : reason;
        }
        return reason + "; " + conflict;
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
                renamedFrom,
                pong,
                why());
    }
}
