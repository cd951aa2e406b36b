package org.cupertino.nvr.fleet.cameras;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Which cameras are to be watched, and how each is. A camera is in here from the first status of a
 * processor that is there and has it, and until every such processor has said that it has it no
 * more, or was forgotten. A processor that is gone counts only while no other has the camera live;
 * one that had a lease on its process, only while no other has it at all. Thread-safe.
 */
public final class CameraBook {
    static final int MOST_CAMERAS = 5_000;
    private static final int MOST_REASONS = 3;

    /** A rename clears the status under the old id first; the one under the new follows by then. */
    static final Duration RENAMED_WITHIN = Duration.ofSeconds(30);

    private final String instanceId;
    private final Supplier<Instant> clock;
    private final LongSupplier nanos;
    private final SortedMap<Integer, CameraMemory> cameras = new TreeMap<>();
    private final Map<String, Status> known = new HashMap<>();
    private final Map<String, Long> cleared = new HashMap<>();
    private final Set<String> leased = new HashSet<>();

    /**
     * @param instanceId of the program that publishes
     * @param clock the time of day
     * @param nanos as by {@link System#nanoTime}
     */
    public CameraBook(String instanceId, Supplier<Instant> clock, LongSupplier nanos) {
        this.instanceId = instanceId;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Looks at all processors.
     *
     * @param statuses gives the last of each; those whose status was cleared are not among them
     * @param isThere whether a processor has shown lately that it is there
     * @param complete whether each processor that is there must have shown it by now
     */
    public synchronized void look(
            Supplier<? extends Collection<Status>> statuses,
            Predicate<Status> isThere,
            boolean complete) {
        for (Status status : statuses.get()) {
            String instance = status.instanceId();
            if (status.status().isGone() && cleared.containsKey(instance)) {
                continue;
            }
            cleared.remove(instance);
            known.put(instance, status);
        }
        Watchers watchers = new Watchers(known.values(), isThere);
        leased.addAll(watchers.leased());
        watchers.sources()
                .forEach((instance, sources) -> claim(instance, sources.values(), watchers));
        watchers.givenAway()
                .forEach((instance, away) -> away.forEach(id -> want(id, instance, watchers)));
        cameras.forEach((sourceId, camera) -> judge(sourceId, camera, watchers, complete));
        cleared.keySet().removeIf(this::isForgotten);
        Set<String> wanting =
                cameras.values().stream()
                        .flatMap(camera -> camera.wantedBy().stream())
                        .collect(Collectors.toSet());
        known.keySet().retainAll(wanting);
        leased.retainAll(wanting);
    }

    private void claim(String instance, Collection<SourceStatus> sources, Watchers watchers) {
        for (SourceStatus source : sources) {
            CameraMemory camera = want(source.sourceId(), instance, watchers);
            if (camera != null) {
                camera.call(source.name());
                camera.frames().captured(source.lastFrameAt(), clock.get());
            }
        }
    }

    private CameraMemory want(int sourceId, String instance, Watchers watchers) {
        CameraMemory camera = camera(sourceId);
        if (camera != null) {
            camera.want(instance, watchers::isThere);
        }
        return camera;
    }

    /** Null if there are too many. */
    private CameraMemory camera(int sourceId) {
        return cameras.size() < MOST_CAMERAS
                ? cameras.computeIfAbsent(sourceId, id -> new CameraMemory())
                : cameras.get(sourceId);
    }

    private void judge(int sourceId, CameraMemory camera, Watchers watchers, boolean complete) {
        camera.wantedBy()
                .removeIf(
                        instance ->
                                watchers.hasGivenUp(instance, sourceId) || isForgotten(instance));
        List<String> has =
                camera.wantedBy().stream()
                        .filter(instance -> watchers.source(instance, sourceId) != null)
                        .toList();
        if (has.isEmpty()) {
            boolean mayReturn =
                    camera.wantedBy().stream()
                            .anyMatch(instance -> isExpected(instance, watchers, complete));
            if (camera.state() == null || !mayReturn) {
                camera.judged(
                        CameraState.UNWATCHED,
                        clock.get(),
                        List.of(),
                        camera.wantedBy().stream()
                                .limit(MOST_REASONS)
                                .map(instance -> watchers.absence(instance, sourceId))
                                .collect(Collectors.joining("; ")));
            }
            return;
        }
        String best =
                has.stream()
                        .min(Comparator.comparing(it -> state(watchers.source(it, sourceId))))
                        .orElseThrow();
        SourceStatus source = watchers.source(best, sourceId);
        boolean live = state(source) == CameraState.LIVE;
        camera.wantedBy().removeIf(it -> !watchers.isThere(it) && (live || leased.contains(it)));
        camera.judged(state(source), clock.get(), has, reason(source, watchers.status(best)));
    }

    /** Whether a processor is on its way to a new id, or may show any moment that it is there. */
    private boolean isExpected(String instance, Watchers watchers, boolean complete) {
        Status status = watchers.status(instance);
        return cleared.containsKey(instance)
                || !complete
                        && !watchers.isThere(instance)
                        && (status == null || !status.status().isGone());
    }

    private boolean isForgotten(String instance) {
        Long at = cleared.get(instance);
        return at != null && nanos.getAsLong() - at >= RENAMED_WITHIN.toNanos();
    }

    private static CameraState state(SourceStatus source) {
        return CameraState.of(source.state());
    }

    /** A processor that cannot analyse frames says so of itself, not of its cameras. */
    private static String reason(SourceStatus source, Status processor) {
        return source.reason() == null && processor.status() == InstanceState.ERROR
                ? processor.reason()
                : source.reason();
    }

    /** The retained status of a processor was cleared: it is renamed, or forgotten. */
    public synchronized void cleared(String instance) {
        known.remove(instance);
        if (cameras.values().stream().anyMatch(camera -> camera.wantedBy().contains(instance))) {
            cleared.put(instance, nanos.getAsLong());
        }
    }

    /** A frame of a camera was analysed, and showed these classes. */
    synchronized void saw(int sourceId, Instant at, Collection<String> classes) {
        CameraMemory camera = cameras.get(sourceId);
        if (camera != null) {
            camera.frames().saw(at, classes);
        }
    }

    /** A processor says when it got the last frame of a camera. */
    synchronized void captured(int sourceId, Instant at) {
        CameraMemory camera = cameras.get(sourceId);
        if (camera != null) {
            camera.frames().captured(at, clock.get());
        }
    }

    /** Goes on from what is retained of a camera. */
    public synchronized void takeUp(CameraStatus status) {
        CameraMemory camera = camera(status.sourceId());
        if (camera != null) {
            camera.takeUp(status, clock.get(), nanos.getAsLong());
        }
    }

    /** The broker has nothing of a camera any more: whoever cleared it wants it forgotten. */
    public synchronized void emptied(int sourceId) {
        CameraMemory camera = cameras.get(sourceId);
        if (camera == null) {
            return;
        }
        if (camera.state() == CameraState.UNWATCHED) {
            cameras.remove(sourceId);
        } else {
            camera.published(null, nanos.getAsLong());
        }
    }

    /** The broker may have lost what it retained. */
    synchronized void brokerMayHaveForgotten() {
        cameras.values().stream()
                .filter(camera -> !camera.wantedBy().isEmpty())
                .forEach(camera -> camera.published(null, nanos.getAsLong()));
    }

    /** What is to be published now. */
    public synchronized List<CameraChange> changes() {
        List<CameraChange> changes = new ArrayList<>();
        Iterator<Map.Entry<Integer, CameraMemory>> each = cameras.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Integer, CameraMemory> entry = each.next();
            CameraMemory camera = entry.getValue();
            if (camera.wantedBy().isEmpty()) {
                if (camera.isPublished()) {
                    changes.add(new CameraChange(entry.getKey(), null));
                } else {
                    each.remove();
                }
            } else if (camera.state() != null) {
                CameraStatus status = camera.status(instanceId, entry.getKey(), clock.get());
                if (camera.isNews(status, nanos.getAsLong())) {
                    changes.add(new CameraChange(entry.getKey(), status));
                }
            }
        }
        return changes;
    }

    /** The broker has it. */
    public synchronized void told(CameraChange change) {
        CameraMemory camera = cameras.get(change.sourceId());
        if (camera != null) {
            camera.published(change.status(), nanos.getAsLong());
        }
    }

    /** The number of cameras by their states. */
    synchronized Map<CameraState, Long> counts() {
        Map<CameraState, Long> counts = new EnumMap<>(CameraState.class);
        cameras.values().stream()
                .filter(camera -> camera.state() != null && !camera.wantedBy().isEmpty())
                .forEach(camera -> counts.merge(camera.state(), 1L, Long::sum));
        return counts;
    }
}
