package org.cupertino.nvr.fleet.cameras;

import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/** The processors at one moment, and which of them has which camera. */
final class Watchers {
    /** A processor in one of these has all its cameras; in others some may still come. */
    private static final Set<InstanceState> SETTLED =
            EnumSet.of(
                    InstanceState.RUNNING,
                    InstanceState.PAUSED,
                    InstanceState.RECONFIGURING,
                    InstanceState.ERROR);

    private final Map<String, Status> all = new HashMap<>();
    private final Map<String, Map<Integer, SourceStatus>> sources = new HashMap<>();
    private final Map<String, Set<Integer>> givenAway = new HashMap<>();

    /**
     * @param statuses the last of each processor
     * @param isThere whether it has shown lately that it is there
     */
    Watchers(Collection<Status> statuses, Predicate<Status> isThere) {
        for (Status status : statuses) {
            all.put(status.instanceId(), status);
            if (!status.status().isGone() && isThere.test(status)) {
                add(status);
            }
        }
    }

    private void add(Status status) {
        Map<Integer, SourceStatus> has = new HashMap<>();
        status.sources().forEach(source -> has.put(source.sourceId(), source));
        sources.put(status.instanceId(), has);
        Set<Integer> away = new HashSet<>();
        if (status.leases() != null) {
            status.leases().stream()
                    .filter(lease -> lease.what() == LeaseStatus.What.REMOVED)
                    .forEach(lease -> away.add(lease.sourceId()));
        }
        givenAway.put(status.instanceId(), away);
    }

    /** The processors that are there, each with its cameras by their numbers. */
    Map<String, Map<Integer, SourceStatus>> sources() {
        return sources;
    }

    /** The processors that are there, each with the cameras that it will take back. */
    Map<String, Set<Integer>> givenAway() {
        return givenAway;
    }

    /** The processors that are there and end with a lease on their process. */
    Set<String> leased() {
        return sources.keySet().stream().filter(it -> isLeased(all.get(it))).collect(toSet());
    }

    private static boolean isLeased(Status status) {
        return status.leases() != null
                && status.leases().stream()
                        .anyMatch(lease -> lease.what() == LeaseStatus.What.PROCESS);
    }

    /** The last status of a processor; null if there is none. */
    Status status(String instance) {
        return all.get(instance);
    }

    boolean isThere(String instance) {
        return sources.containsKey(instance);
    }

    /** A camera at a processor; null if the processor is not there or does not have it. */
    SourceStatus source(String instance, int sourceId) {
        return sources.getOrDefault(instance, Map.of()).get(sourceId);
    }

    /** Whether a processor is there, and has the camera no more. */
    boolean hasGivenUp(String instance, int sourceId) {
        return isThere(instance)
                && SETTLED.contains(all.get(instance).status())
                && !isShortened(instance)
                && source(instance, sourceId) == null
                && !givenAway.get(instance).contains(sourceId);
    }

    /** A status that is too large for the broker leaves cameras out, and all addresses before. */
    private boolean isShortened(String instance) {
        return sources.get(instance).values().stream()
                .anyMatch(source -> source.uri() != null && source.uri().isEmpty());
    }

    /** Why a processor that is to have a camera does not watch it, for a person. */
    String absence(String instance, int sourceId) {
        Status status = all.get(instance);
        if (status == null) {
            return "nothing is known of " + instance;
        }
        if (status.status() == InstanceState.STOPPED) {
            return instance + " was stopped";
        }
        if (status.status() == InstanceState.OFFLINE) {
            return instance + " is offline";
        }
        if (!isThere(instance)) {
            return instance + " does not answer";
        }
        return givenAway.get(instance).contains(sourceId)
                ? instance + " has given it away for a while"
                : instance + " is " + status.status().wireName();
    }
}
