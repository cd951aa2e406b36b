package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.wire.SourceState;

/** Learns what a camera is doing. */
@FunctionalInterface
public interface StreamListener {
    /**
     * Called on the camera's reader thread when the state or the reason differs from what was told
     * last; never after {@link CameraStream#close()} has returned.
     *
     * @param reason one sentence for a person without secrets, or null when there is nothing to say
     */
    void stateChanged(SourceState state, String reason);
}
