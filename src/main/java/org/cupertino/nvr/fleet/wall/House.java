package org.cupertino.nvr.fleet.wall;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.RoomStatus;

/**
 * All that the pages show, as it is now, within bounds. A camera is shown once its state is known;
 * events and pictures that come before wait for that. Thread-safe.
 */
final class House {
    static final int MOST_CAMERAS = 5_000;
    static final int MOST_PROCESSORS = 1_000;
    static final int MOST_ROOMS = 1_000;

    /** Cameras of which there are events and no state yet. */
    private static final int MOST_STRANGERS = 100;

    private final SortedMap<Integer, CameraStatus> cameras = new TreeMap<>();
    private final SortedMap<String, ProcessorCard> processors = new TreeMap<>();
    private final SortedMap<Integer, RoomStatus> rooms = new TreeMap<>();
    private final Set<Integer> strangers = new LinkedHashSet<>();
    private final EventStore events = new EventStore();
    private final PictureStore pictures = new PictureStore();
    private final Conflation<Update.Key> news = new Conflation<>();
    private Map<Integer, Double> rates = Map.of();
    private boolean connected;

    /** The broker is there, or it is not. */
    synchronized void broker(boolean up) {
        if (up != connected) {
            connected = up;
            changed(Update.Group.BROKER, "");
        }
    }

    synchronized void saw(int sourceId, View view) {
        if (!isKnown(sourceId) && strangers.add(sourceId) && strangers.size() > MOST_STRANGERS) {
            int oldest = strangers.iterator().next();
            strangers.remove(oldest);
            events.forget(oldest);
        }
        events.add(sourceId, view);
        changed(sourceId);
    }

    synchronized void pictured(PictureStore.Key frame, byte[] jpeg) {
        pictures.put(frame, jpeg);
        changed(frame.sourceId());
    }

    /** How a camera is. */
    synchronized void camera(CameraStatus status) {
        if (cameras.size() < MOST_CAMERAS || isKnown(status.sourceId())) {
            cameras.put(status.sourceId(), status);
            strangers.remove(status.sourceId());
            changed(status.sourceId());
        }
    }

    /** No processor is to have it any more. */
    synchronized void cameraGone(int sourceId) {
        if (cameras.remove(sourceId) != null) {
            events.forget(sourceId);
            changedOrGone(sourceId);
        }
    }

    /**
     * All processors that there are, or were.
     *
     * @param wanted frames a second that are wanted of each camera
     */
    synchronized void processors(List<ProcessorCard> all, Map<Integer, Double> wanted) {
        Set<String> gone = new HashSet<>(processors.keySet());
        all.forEach(card -> gone.remove(card.instanceId()));
        gone.forEach(
                instance -> {
                    processors.remove(instance);
                    changed(Update.Group.PROCESSOR, instance);
                });
        for (ProcessorCard card : all) {
            boolean fits =
                    processors.size() < MOST_PROCESSORS
                            || processors.containsKey(card.instanceId());
            if (fits && !card.equals(processors.put(card.instanceId(), card))) {
                changed(Update.Group.PROCESSOR, card.instanceId());
            }
        }
        for (Integer sourceId : cameras.keySet()) {
            if (!Objects.equals(rates.get(sourceId), wanted.get(sourceId))) {
                changed(sourceId);
            }
        }
        rates = Map.copyOf(wanted);
    }

    synchronized void room(RoomStatus status) {
        if (rooms.size() < MOST_ROOMS || rooms.containsKey(status.roomId())) {
            rooms.put(status.roomId(), status);
            changed(Update.Group.ROOM, Integer.toString(status.roomId()));
        }
    }

    synchronized void roomGone(int roomId) {
        if (rooms.remove(roomId) != null) {
            changed(Update.Group.ROOM, Integer.toString(roomId));
        }
    }

    private boolean isKnown(int sourceId) {
        return cameras.containsKey(sourceId);
    }

    private void changed(int sourceId) {
        if (isKnown(sourceId)) {
            changedOrGone(sourceId);
        }
    }

    private void changedOrGone(int sourceId) {
        changed(Update.Group.CAMERA, Integer.toString(sourceId));
    }

    private void changed(Update.Group group, String id) {
        news.changed(new Update.Key(group, id));
    }

    /**
     * What has changed since the call before; of each thing at most two changes a second.
     *
     * @param nanos as by {@link System#nanoTime}
     */
    synchronized List<Update> changes(long nanos) {
        List<Update> changes = new ArrayList<>();
        for (Update.Key key : news.due(nanos)) {
            Update update = now(key);
            if (update != null) {
                changes.add(update);
            }
        }
        return changes;
    }

    private Update now(Update.Key key) {
        return switch (key.group()) {
            case BROKER -> Update.broker(connected);
            case PROCESSOR -> {
                ProcessorCard card = processors.get(key.id());
                yield card == null ? Update.processorGone(key.id()) : Update.of(card);
            }
            case ROOM -> {
                int id = Integer.parseInt(key.id());
                RoomStatus status = rooms.get(id);
                yield status == null
                        ? Update.roomGone(id)
                        : Update.room(id, status.sourceId(), status);
            }
            case CAMERA -> {
                int id = Integer.parseInt(key.id());
                yield isKnown(id) ? Update.of(card(cameras.get(id))) : Update.cameraGone(id);
            }
            case ANSWER -> null;
        };
    }

    private CameraCard card(CameraStatus status) {
        int id = status.sourceId();
        List<View> views =
                events.ofProcessors(id).stream()
                        .filter(view -> mayWatch(status, view.instanceId()))
                        .map(view -> withPicture(id, view))
                        .toList();
        return new CameraCard(
                id,
                status.name(),
                status.state(),
                status.reason(),
                status.watchedBy(),
                Stream.concat(
                                Stream.ofNullable(status.lastFrameAt()),
                                views.stream().map(View::timestamp))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                rates.get(id),
                views);
    }

    /** Of a processor that watches a camera no more there is no view, unless it was the last. */
    private static boolean mayWatch(CameraStatus status, String instance) {
        return status.watchedBy().isEmpty() || status.watchedBy().contains(instance);
    }

    private View withPicture(int sourceId, View view) {
        return view.withPicture(
                pictures.has(new PictureStore.Key(sourceId, view.instanceId(), view.frameId())));
    }

    /** All that there is, for a page that has nothing. */
    synchronized List<Update> everything() {
        List<Update> all = new ArrayList<>();
        all.add(Update.broker(connected));
        cameras.values().forEach(status -> all.add(Update.of(card(status))));
        processors.values().forEach(card -> all.add(Update.of(card)));
        rooms.forEach((id, status) -> all.add(Update.room(id, status.sourceId(), status)));
        return all;
    }

    /** Null if it is not kept. */
    synchronized byte[] picture(PictureStore.Key frame) {
        return pictures.get(frame);
    }

    /** The last events of a camera, the newest first. */
    synchronized List<View> events(int sourceId) {
        return events.last(sourceId).stream().map(view -> withPicture(sourceId, view)).toList();
    }

    /** The processors that watch a camera. */
    synchronized List<String> watchedBy(int sourceId) {
        CameraStatus status = cameras.get(sourceId);
        return status == null ? List.of() : status.watchedBy();
    }

    /** The camera of a room; that of the room's number where the room has no status. */
    synchronized int cameraOf(int roomId) {
        RoomStatus status = rooms.get(roomId);
        return status == null ? roomId : status.sourceId();
    }

    /** Bytes of events and pictures, about. */
    synchronized long bytes() {
        return events.bytes() + pictures.bytes();
    }
}
