package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.wire.SourceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** State and reason of one stream; logs their changes and notifies a listener. */
final class StreamStatus {
    private static final Logger LOG = LoggerFactory.getLogger(StreamStatus.class);

    /**
     * @param reason one sentence, or null
     */
    record Condition(SourceState state, String reason) {}

    private final int sourceId;
    private final String address;
    private final StreamListener listener;
    private volatile Condition actual = new Condition(SourceState.CONNECTING, null);
    private volatile boolean paused;
    private Condition reported;

    /**
     * @param address of the camera, without credentials
     */
    StreamStatus(int sourceId, String address, StreamListener listener) {
        this.sourceId = sourceId;
        this.address = address;
        this.listener = listener;
    }

    /** Any thread; a paused stream keeps its connection, and a reason why it has none. */
    Condition condition() {
        Condition now = actual;
        if (!paused) {
            return now;
        }
        boolean well = now.state == SourceState.LIVE || now.state == SourceState.CONNECTING;
        return new Condition(SourceState.PAUSED, well ? null : now.reason);
    }

    /** Any thread; the reader thread reports it later. */
    void paused(boolean paused) {
        this.paused = paused;
    }

    /** Reader thread only. */
    void change(SourceState state, String reason) {
        actual = new Condition(state, reason);
        report();
    }

    /** Logs a change and notifies the listener, if anything changed. Reader thread only. */
    void report() {
        Condition now = condition();
        if (now.equals(reported)) {
            return;
        }
        reported = now;
        boolean bad = now.state == SourceState.FAILED || now.state == SourceState.STALLED;
        LOG.atLevel(bad ? Level.WARN : quiet(now) ? Level.DEBUG : Level.INFO)
                .addKeyValue("event", "camera_" + now.state.wireName())
                .addKeyValue("source_id", sourceId)
                .log(
                        "Camera {} ({}) is {}{}",
                        sourceId,
                        address,
                        now.state.wireName(),
                        now.reason == null ? "" : ": " + now.reason);
        try {
            listener.stateChanged(now.state, now.reason);
        } catch (RuntimeException e) {
            LOG.error("Camera {}: its state could not be passed on", sourceId, e);
        }
    }

    /** Connecting precedes everything else, so that it says nothing by itself. */
    private static boolean quiet(Condition now) {
        return now.state == SourceState.CONNECTING;
    }
}
