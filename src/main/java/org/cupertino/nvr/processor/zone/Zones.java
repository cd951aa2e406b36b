package org.cupertino.nvr.processor.zone;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.cupertino.nvr.site.SiteCamera;
import org.cupertino.nvr.wire.DetectionEvent;

/** The bean {@code zones} of the routes. Thread-safe; no event waits for a change. */
public final class Zones {
    private final Masked masked;
    private final boolean limits;
    private volatile Map<Integer, CameraZones> cameras = Map.of();

    /**
     * @param limits whether what the site says of confidences and classes was meant for the model
     *     in use
     */
    public Zones(Masked masked, boolean limits) {
        this.masked = masked;
        this.limits = limits;
    }

    /** Takes what is to be seen of each camera, from the next event on. */
    public void follow(Collection<SiteCamera> site) {
        Map<Integer, CameraZones> next = new HashMap<>();
        for (SiteCamera camera : site) {
            CameraZones zones = new CameraZones(limits ? camera : camera.forOtherModel());
            if (!zones.isIdle()) {
                next.put(camera.sourceId(), zones);
            }
        }
        cameras = next;
    }

    /**
     * The event with what is wanted of its camera: its classes and confidence, nothing that a mask
     * hides, and each detection with its zones. The same event where nothing is said of the camera.
     */
    public DetectionEvent mark(@Body DetectionEvent event) {
        Map<Integer, CameraZones> now = cameras;
        CameraZones zones = now.isEmpty() ? null : now.get(event.sourceId());
        return zones == null ? event : zones.mark(event, masked);
    }
}
