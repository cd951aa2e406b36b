package org.cupertino.nvr.fleet.wall;

import java.time.Instant;
import java.util.List;
import org.cupertino.nvr.wire.CameraState;

/**
 * A camera as the page gets it.
 *
 * @param frameRate frames a second that are wanted of it, by the fastest processor; or null
 * @param views the newest event of each processor
 */
record CameraCard(
        int sourceId,
        String name,
        CameraState state,
        String reason,
        List<String> watchedBy,
        Instant lastFrameAt,
        Double frameRate,
        List<View> views) {}
