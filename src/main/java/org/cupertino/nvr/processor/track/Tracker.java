package org.cupertino.nvr.processor.track;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.camel.Body;
import org.cupertino.nvr.wire.DetectionEvent;

/**
 * The bean {@code tracker} of the routes: gives each person of a camera a number that stays, where
 * the camera is sampled at 1 frame/s or more. Below that people walk too far between two frames.
 * Thread-safe.
 */
public final class Tracker {
    private static final double SLOWEST_FPS = 1;

    /** No number is given twice within this time. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final IntToDoubleFunction fps;
    private final Map<Integer, CameraTracks> cameras = new HashMap<>();

    /**
     * @param fps frames a second that a camera is sampled at now
     */
    public Tracker(IntToDoubleFunction fps) {
        this.fps = fps;
    }

    /** The event with numbers; unchanged if the camera is sampled too slowly. */
    public DetectionEvent track(@Body DetectionEvent event) {
        if (fps.applyAsDouble(event.sourceId()) < SLOWEST_FPS) {
            return event;
        }
        CameraTracks tracks = of(event.sourceId(), event.timestamp());
        return event.withDetections(tracks.follow(event.timestamp(), event.detections()));
    }

    private synchronized CameraTracks of(int sourceId, Instant now) {
        CameraTracks known = cameras.get(sourceId);
        if (known == null) {
            // Cameras come and go by command.
            cameras.values().removeIf(tracks -> tracks.isOlder(now.minus(REMEMBERED)));
            known = new CameraTracks();
            cameras.put(sourceId, known);
        }
        return known;
    }
}
