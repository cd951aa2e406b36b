package org.cupertino.nvr.fleet.wall;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * News for the pages. A later one of the same group and id says all that an earlier one did.
 *
 * @param id within the group
 * @param body becomes JSON
 * @param cameras those that it is about: who may see none of them does not get it; empty: everybody
 *     gets it
 */
record Update(Group group, String id, boolean gone, Object body, Set<Integer> cameras) {
    /** What news is about. */
    enum Group {
        BROKER("broker"),
        CAMERA("camera"),
        PROCESSOR("processor"),
        ROOM("room"),
        ANSWER("answer");

        private final String event;

        Group(String event) {
            this.event = event;
        }
    }

    /** What a later one replaces. */
    record Key(Group group, String id) {}

    static Update broker(boolean connected) {
        return new Update(Group.BROKER, "", false, Map.of("connected", connected), Set.of());
    }

    static Update of(CameraCard camera) {
        int id = camera.sourceId();
        return new Update(Group.CAMERA, Integer.toString(id), false, camera, Set.of(id));
    }

    static Update cameraGone(int sourceId) {
        return new Update(
                Group.CAMERA,
                Integer.toString(sourceId),
                true,
                Map.of("source_id", sourceId),
                Set.of(sourceId));
    }

    static Update of(ProcessorCard processor) {
        return new Update(
                Group.PROCESSOR,
                processor.instanceId(),
                false,
                processor,
                Set.copyOf(processor.cameras()));
    }

    static Update processorGone(String instance) {
        return new Update(
                Group.PROCESSOR, instance, true, Map.of("instance_id", instance), Set.of());
    }

    static Update room(int roomId, int sourceId, Object status) {
        return new Update(Group.ROOM, Integer.toString(roomId), false, status, Set.of(sourceId));
    }

    static Update roomGone(int roomId) {
        return new Update(
                Group.ROOM, Integer.toString(roomId), true, Map.of("room_id", roomId), Set.of());
    }

    static Update answer(String id, Object answer) {
        return new Update(Group.ANSWER, id, false, answer, Set.of());
    }

    Key key() {
        return new Key(group, id);
    }

    /** The kind of server-sent event. */
    String event() {
        return gone ? group.event + "-gone" : group.event;
    }

    /** The same for somebody who may see some cameras only; null if it is not for him. */
    Update forCameras(Set<Integer> allowed) {
        if (cameras.isEmpty() && group != Group.PROCESSOR) {
            return this;
        }
        if (body instanceof ProcessorCard processor) {
            List<Integer> some = processor.cameras().stream().filter(allowed::contains).toList();
            return some.isEmpty() ? null : of(processor.withCameras(some));
        }
        return gone || cameras.stream().anyMatch(allowed::contains) ? this : null;
    }
}
