package org.cupertino.nvr.fleet.emergency;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Which cameras there are, as far as an orchestrator can know: those that a processor has or had,
 * dead or alive, and those that its settings name. Thread-safe.
 */
final class KnownCameras {
    private static final int MOST = 100_000;
    private static final String EMERGENCY = "emergency-";

    private final Supplier<? extends Map<String, JsonNode>> statuses;
    private final Set<Integer> named;
    private final BooleanSupplier complete;
    private final Set<Integer> seen = new HashSet<>();
    private final Set<String> owners = new HashSet<>();

    /**
     * @param statuses the last of each instance
     * @param named cameras that the settings of the site's processors name
     * @param complete whether the statuses of all processors must have come by now
     */
    KnownCameras(
            Supplier<? extends Map<String, JsonNode>> statuses,
            Set<Integer> named,
            BooleanSupplier complete) {
        this.statuses = statuses;
        this.complete = complete;
        this.named = Set.copyOf(named);
    }

    /** Remembers what the statuses say: that a processor is offline comes without its cameras. */
    synchronized void note() {
        statuses.get().forEach(this::note);
    }

    private void note(String instance, JsonNode status) {
        if (isOffline(status) || seen.size() >= MOST || owners.size() >= MOST) {
            return;
        }
        owners.add(instance);
        for (JsonNode source : status.path("sources")) {
            note(source);
        }
        for (JsonNode lease : status.path("leases")) {
            if (lease.path("what").asText().equals("removed")) {
                note(lease);
            }
        }
    }

    private void note(JsonNode source) {
        JsonNode id = source.path("source_id");
        if (id.isInt()) {
            seen.add(id.asInt());
        }
    }

    /**
     * Whether a processor has or had the camera, or may have had it: one that is offline, and whose
     * cameras this orchestrator never saw.
     */
    synchronized boolean mayExist(int sourceId) {
        if (named.contains(sourceId) || seen.contains(sourceId)) {
            return true;
        }
        note();
        return seen.contains(sourceId)
                || statuses.get().entrySet().stream()
                        .anyMatch(status -> isRiddle(status.getKey(), status.getValue()));
    }

    /** Why there can be no fall in front of a camera; empty while it may exist, or may show up. */
    Optional<String> missing(int sourceId) {
        return complete.getAsBoolean() && !mayExist(sourceId)
                ? Optional.of(noneHas(sourceId))
                : Optional.empty();
    }

    static String noneHas(int sourceId) {
        return "no processor has camera " + sourceId;
    }

    private boolean isRiddle(String instance, JsonNode status) {
        return isOffline(status) && !owners.contains(instance) && !instance.startsWith(EMERGENCY);
    }

    private static boolean isOffline(JsonNode status) {
        return status.path("status").asText().equals("offline");
    }
}
