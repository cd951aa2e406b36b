package org.cupertino.nvr.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/** Reads the processors of a fleet from their last statuses. Thread-safe. */
public final class Roster {
    private final Supplier<? extends Collection<Status>> statuses;
    private final Predicate<String> answers;

    /**
     * @param statuses the last of each instance; all count as answering
     */
    public Roster(Supplier<? extends Collection<Status>> statuses) {
        this(statuses, instance -> true);
    }

    /**
     * @param statuses the last of each instance
     * @param answers whether an instance has shown lately that it is there
     */
    Roster(Supplier<? extends Collection<Status>> statuses, Predicate<String> answers) {
        this.statuses = statuses;
        this.answers = answers;
    }

    /**
     * The processors that answer and have no lease on their process, unless they are stopping:
     * those to send commands to.
     */
    public List<Status> regularProcessors() {
        return live().stream()
                .filter(status -> status.status() != InstanceState.STOPPING)
                .filter(status -> leases(status, What.PROCESS).findAny().isEmpty())
                .filter(status -> answers.test(status.instanceId()))
                .toList();
    }

    /**
     * All processors that are neither offline nor stopped, by their last statuses, which may be of
     * any age: whether they answer is not looked at.
     */
    public List<Status> live() {
        return statuses.get().stream().filter(known -> !known.status().isGone()).toList();
    }

    /** Whether a processor has shown lately that it is there. */
    public boolean answers(String instance) {
        return answers.test(instance);
    }

    /** The processor that answers and has this id, or had it until it was renamed. */
    public Optional<Status> find(String id) {
        return known(id).filter(status -> answers.test(status.instanceId()));
    }

    /** As {@link #find}, but whether the one that has the id now answers is not looked at. */
    public Optional<Status> known(String id) {
        return live().stream()
                .filter(status -> status.instanceId().equals(id))
                .findFirst()
                .or(
                        () ->
                                live().stream()
                                        .filter(status -> id.equals(status.renamedFrom()))
                                        .filter(status -> answers.test(status.instanceId()))
                                        .findFirst());
    }

    /** Whether a status says that its processor ends or has ended. */
    static boolean isEnding(Status status) {
        return status.status() == InstanceState.STOPPING || status.status().isGone();
    }

    public static Optional<SourceStatus> source(Status status, int sourceId) {
        return status.sources().stream().filter(s -> s.sourceId() == sourceId).findFirst();
    }

    /** Whether it has the camera, and the camera works or was stopped on purpose. */
    public static boolean watches(Status status, int sourceId) {
        return source(status, sourceId)
                .filter(s -> s.state() == SourceState.LIVE || s.state() == SourceState.PAUSED)
                .isPresent();
    }

    /** Whether the camera is removed under a lease. */
    public static boolean hasLeasedRemoval(Status status, int sourceId) {
        return leases(status, What.REMOVED)
                .anyMatch(lease -> Objects.equals(lease.sourceId(), sourceId));
    }

    /** Whether any of its sampling rates is leased. */
    public static boolean isSlowed(Status status) {
        return leases(status, What.MAX_FPS).findAny().isPresent();
    }

    /** Whether the sampling rate of a camera is leased; null is the rate of cameras to come. */
    public static boolean isSlowed(Status status, Integer sourceId) {
        return leases(status, What.MAX_FPS)
                .anyMatch(
                        lease ->
                                sourceId == null
                                        ? lease.sourceId() == null
                                        : sourceId.equals(lease.sourceId()));
    }

    private static Stream<LeaseStatus> leases(Status status, What what) {
        return status.leases() == null
                ? Stream.empty()
                : status.leases().stream().filter(lease -> lease.what() == what);
    }
}
