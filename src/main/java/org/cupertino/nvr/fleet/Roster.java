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

/** The processors there are, as their last statuses say. Thread-safe. */
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

    /** Those that were not started for an emergency, and are not about to go. */
    public List<Status> residents() {
        return live().stream()
                .filter(status -> status.status() != InstanceState.STOPPING)
                .filter(status -> leases(status, What.PROCESS).findAny().isEmpty())
                .toList();
    }

    /** Every process that lives. */
    public List<Status> live() {
        Stream.Builder<Status> live = Stream.builder();
        for (JsonNode status : statuses.get()) {
            read(status).filter(known -> !GONE.contains(known.status())).ifPresent(live);
        }
        return live.build().toList();
    }

    /** The process that lives under this id, or did until it was renamed. */
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

    /** Whether it has given the camera away for a while. */
    public static boolean lent(Status status, int sourceId) {
        return leases(status, What.REMOVED).anyMatch(lease -> lease.sourceId() == sourceId);
    }

    /** Whether a rate of it is a passing one. */
    public static boolean isSlowed(Status status) {
        return leases(status, What.MAX_FPS).findAny().isPresent();
    }

    /** Whether the rate of a camera is a passing one; null is the rate of cameras to come. */
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
            // Of another version, or of somebody who is no processor.
            return Optional.empty();
        }
    }
}
