package org.cupertino.nvr.wire;

/**
 * All topics, spelt once for the Java code; the routes spell those that they publish to and read
 * from themselves.
 *
 * @param prefix of every topic, without a slash at its end
 */
public record Topics(String prefix) {
    /** In place of an id: the topics of all, to subscribe to. */
    public static final String ANY = "+";

    /** Commands to any instance. */
    public String commands() {
        return prefix + "/control/commands";
    }

    /** Commands to one instance. */
    public String commands(String instanceId) {
        return commands() + "/" + instanceId;
    }

    /** Retained {@link Status}. */
    public String status(String instanceId) {
        return prefix + "/control/status/" + instanceId;
    }

    /** Retained {@link PausedCameras}. */
    public String paused(String instanceId) {
        return prefix + "/control/paused/" + instanceId;
    }

    /** {@link Ack}. */
    public String acks(String instanceId) {
        return prefix + "/control/acks/" + instanceId;
    }

    /** {@link Metrics}. */
    public String metrics(String instanceId) {
        return prefix + "/status/metrics/" + instanceId;
    }

    /** {@link DetectionEvent}. */
    public String detections(String sourceId) {
        return prefix + "/detections/" + sourceId;
    }

    /** Pictures: JPEG, and in user properties the frame that it is of. */
    public String snapshots(String sourceId) {
        return prefix + "/snapshots/" + sourceId;
    }

    /** Retained {@link CameraStatus}. */
    public String cameras(String sourceId) {
        return prefix + "/cameras/" + sourceId;
    }

    /** {@link RoomEvent} with the number of its room. */
    public String roomEvents() {
        return prefix + "/orchestrator/events";
    }

    /** Retained {@link RoomStatus}. */
    public String roomStatus(String roomId) {
        return prefix + "/orchestrator/status/" + roomId;
    }

    /** Retained {@link RoomNotice}. */
    public String roomNotices(String roomId) {
        return prefix + "/orchestrator/notices/" + roomId;
    }

    /** {@link EventRejected}. */
    public String rejectedEvents() {
        return prefix + "/orchestrator/rejected";
    }

    /** Retained {@link Leader}; empty when nobody leads. */
    public String leader() {
        return prefix + "/orchestrator/leader";
    }

    /** Begins every topic that a sender of commands may name as its Response Topic. */
    public String replies() {
        return prefix + "/replies/";
    }
}
