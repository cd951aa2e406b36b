package org.cupertino.nvr.fleet.wall;

import java.util.List;
import org.cupertino.nvr.wire.BoundingBox;

/**
 * One thing that a frame showed.
 *
 * @param confidence 0..1
 * @param bbox centre and size in pixels of the camera's frame, the centre inside the frame
 * @param trackerId null where nothing tracks
 * @param posture null where nothing looks at it
 */
record Box(
        String className,
        double confidence,
        BoundingBox bbox,
        Integer trackerId,
        String posture,
        List<String> zones) {}
