package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/** Reads the processors of a fleet from their last statuses. Thread-safe. */
public final class Roster {
    private static final Set<InstanceState> GONE =
            EnumSet.of(InstanceState.OFFLINE, InstanceState.STOPPED);

    private static final ObjectMapper JSON = Json.mapper();

    private final Supplier<? extends Iterable<JsonNode>> statuses;

    /**
     * @param statuses the last of each instance
     */
    public Roster(Supplier<? extends Iterable<JsonNode>> statuses) {
        this.statuses = statuses;
    }

    /** The processors without a lease on their process, unless they are stopping. */
    public List<Status> regularProcessors() {
        return live().stream()
                .filter(status -> status.status() != InstanceState.STOPPING)
                .filter(status -> leases(status, What.PROCESS).findAny().isEmpty())
                .toList();
    }

    /** All processors that are neither offline nor stopped. */
    public List<Status> live() {
        Stream.Builder<Status> live = Stream.builder();
        for (JsonNode status : statuses.get()) {
            read(status).filter(known -> !GONE.contains(known.status())).ifPresent(live);
        }
        return live.build().toList();
    }

    /** The live processor that has this id, or had it until it was renamed. */
    public Optional<Status> find(String id) {
        List<Status> live = live();
        return live.stream()
                .filter(status -> status.instanceId().equals(id))
                .findFirst()
                .or(() -> live.stream().filter(s -> id.equals(s.renamedFrom())).findFirst());
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
        return leases(status, What.REMOVED).anyMatch(lease -> lease.sourceId() == sourceId);
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

    private static Optional<Status> read(JsonNode status) {
        try {
            return Optional.of(JSON.treeToValue(status, Status.class))
                    .filter(known -> known.status() != null && known.sources() != null);
        } catch (JsonProcessingException e) {
            // Of another version, or not published by a processor.
            return Optional.empty();
        }
    }
}
