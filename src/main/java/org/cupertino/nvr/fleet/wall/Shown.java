package org.cupertino.nvr.fleet.wall;

import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.RoomStatus;

/** What came from the broker and is to be shown: the body between two steps of a route. */
public sealed interface Shown {
    /** What a processor saw in a frame. */
    record Event(int sourceId, View view) implements Shown {}

    /** A picture of a frame. */
    record Snapshot(PictureStore.Key frame, byte[] jpeg) implements Shown {}

    /**
     * The state of a room.
     *
     * @param status null if the room is no more
     */
    record Room(int roomId, RoomStatus status) implements Shown {}

    /**
     * How a camera was when this wall began to listen.
     *
     * @param status null if the camera is no more
     */
    record Camera(int sourceId, CameraStatus status) implements Shown {}

    /** What a processor answered to a command, of whomever. */
    record Answered(Ack ack) implements Shown {}
}
