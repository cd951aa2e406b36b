package org.cupertino.nvr.processor.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a camera sends.
 *
 * @param codec its usual name, such as {@code h264}, or {@link #STILL}
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param framesPerSecond frames a second that come, or empty where too few came
 * @param keyInterval mean distance of two key frames, or empty where fewer than two came
 * @param clock time of capture by the camera's clock minus the time of arrival, or empty where the
 *     camera sends none
 */
public record CameraFacts(
        String codec,
        int width,
        int height,
        OptionalDouble framesPerSecond,
        Optional<Duration> keyInterval,
        Optional<Duration> clock) {

    /** A picture each time the camera is asked, instead of a stream. */
    public static final String STILL = "still pictures";
}
