package org.cupertino.nvr.fleet.wall;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last detection events of each camera; of too many the oldest go. Not thread-safe.
 *
 * <p>The last one of each processor is among them, unless others came so often that it went.
 */
final class EventStore {
    static final int MOST_OF_A_CAMERA = 20;

    /** Processors of a camera whose last event is kept. */
    static final int MOST_VIEWS = 20;

    /** Bytes of all together, about. */
    static final long MOST_BYTES = 64L << 20;

    /** Equal only to itself. */
    private static final class Kept {
        final int sourceId;
        final View view;

        Kept(int sourceId, View view) {
            this.sourceId = sourceId;
            this.view = view;
        }
    }

    private static final class OfCamera {
        final Deque<Kept> last = new ArrayDeque<>();
        final Map<String, Kept> ofProcessors = new LinkedHashMap<>();
    }

    private final Set<Kept> all = new LinkedHashSet<>();
    private final Map<Integer, OfCamera> cameras = new HashMap<>();
    private final long mostBytes;
    private long bytes;

    EventStore() {
        this(MOST_BYTES);
    }

    EventStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void add(int sourceId, View view) {
        OfCamera camera = cameras.computeIfAbsent(sourceId, id -> new OfCamera());
        Kept kept = new Kept(sourceId, view);
        all.add(kept);
        bytes += view.bytes();
        camera.last.add(kept);
        Kept before = camera.ofProcessors.remove(view.instanceId());
        camera.ofProcessors.put(view.instanceId(), kept);
        if (camera.ofProcessors.size() > MOST_VIEWS) {
            Iterator<Kept> oldest = camera.ofProcessors.values().iterator();
            Kept gone = oldest.next();
            oldest.remove();
            dropIfUnused(camera, gone);
        }
        if (before != null) {
            dropIfUnused(camera, before);
        }
        if (camera.last.size() > MOST_OF_A_CAMERA) {
            dropIfUnused(camera, camera.last.poll());
        }
        while (bytes > mostBytes) {
            forget(all.iterator().next());
        }
    }

    private void dropIfUnused(OfCamera camera, Kept kept) {
        if (!camera.last.contains(kept) && !camera.ofProcessors.containsValue(kept)) {
            drop(kept);
        }
    }

    private void drop(Kept kept) {
        if (all.remove(kept)) {
            bytes -= kept.view.bytes();
        }
    }

    private void forget(Kept kept) {
        OfCamera camera = cameras.get(kept.sourceId);
        camera.last.remove(kept);
        camera.ofProcessors.remove(kept.view.instanceId(), kept);
        drop(kept);
        if (camera.last.isEmpty() && camera.ofProcessors.isEmpty()) {
            cameras.remove(kept.sourceId);
        }
    }

    void forget(int sourceId) {
        OfCamera camera = cameras.remove(sourceId);
        if (camera != null) {
            camera.last.forEach(this::drop);
            camera.ofProcessors.values().forEach(this::drop);
        }
    }

    /** The newest of each processor, in order of arrival. */
    List<View> ofProcessors(int sourceId) {
        OfCamera camera = cameras.get(sourceId);
        return camera == null
                ? List.of()
                : camera.ofProcessors.values().stream().map(kept -> kept.view).toList();
    }

    /** The last ones, the newest first. */
    List<View> last(int sourceId) {
        OfCamera camera = cameras.get(sourceId);
        if (camera == null) {
            return List.of();
        }
        Deque<View> newestFirst = new ArrayDeque<>();
        camera.last.forEach(kept -> newestFirst.push(kept.view));
        return List.copyOf(newestFirst);
    }

    /** Of all together, about. */
    long bytes() {
        return bytes;
    }
}
