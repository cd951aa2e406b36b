package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.wire.SourceState;

/** Is notified of the state of a camera. */
@FunctionalInterface
public interface StreamListener {
    /**
     * Called on the camera's reader thread when the state or the reason changed since the last
     * call; never after {@link CameraStream#close()} has returned.
     *
     * @param reason one sentence for a person without secrets, or null
     */
    void stateChanged(SourceState state, String reason);
}
