package org.cupertino.nvr.processor.picture;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Json;

/**
 * A picture of one analysed frame, and the detection event that it belongs to.
 *
 * @param frameWidth of the camera's frame, in pixels, as in the event; the picture may be smaller
 * @param frameHeight likewise
 * @param jpeg the whole file
 */
public record Picture(
        String instanceId,
        int sourceId,
        long frameId,
        Instant timestamp,
        int frameWidth,
        int frameHeight,
        byte[] jpeg) {

    static Picture of(DetectionEvent event, byte[] jpeg) {
        return new Picture(
                event.instanceId(),
                event.sourceId(),
                event.frameId(),
                event.timestamp(),
                event.frameWidth(),
                event.frameHeight(),
                jpeg);
    }

    /** What goes with the JPEG, spelt as in the detection event. */
    public Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("instance_id", instanceId);
        all.put("frame_id", Long.toString(frameId));
        all.put("timestamp", Json.text(timestamp));
        all.put("frame_width", Integer.toString(frameWidth));
        all.put("frame_height", Integer.toString(frameHeight));
        return all;
    }
}
