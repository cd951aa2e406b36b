package org.cupertino.nvr.fleet.wall;

import java.time.Instant;
import java.util.List;

/**
 * What a processor saw in one frame of a camera, as the page gets it.
 *
 * @param timestamp when the frame was captured
 * @param frameWidth pixels
 * @param frameHeight pixels
 * @param picture whether a picture of exactly this frame can be fetched
 */
record View(
        String instanceId,
        long frameId,
        Instant timestamp,
        int frameWidth,
        int frameHeight,
        boolean picture,
        List<Box> detections) {
    private static final int BYTES_OF_A_VIEW = 200;
    private static final int BYTES_OF_A_BOX = 300;

    View withPicture(boolean there) {
        return there == picture
                ? this
                : new View(
                        instanceId, frameId, timestamp, frameWidth, frameHeight, there, detections);
    }

    /** About the memory that it takes, in bytes; a character may take two. */
    int bytes() {
        return BYTES_OF_A_VIEW
                + detections.stream()
                        .mapToInt(
                                box ->
                                        BYTES_OF_A_BOX
                                                + 2 * box.className().length()
                                                + 2 * String.join("", box.zones()).length())
                        .sum();
    }
}
