package org.cupertino.nvr.processor.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cupertino.nvr.site.Mounting;
import org.cupertino.nvr.site.Polygon;
import org.cupertino.nvr.site.SiteCamera;
import org.cupertino.nvr.site.Zone;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Posture;
import org.cupertino.nvr.wire.ZoneKind;

/** What is to be seen of one camera. Immutable. */
final class CameraZones {
    private final Set<String> classes;
    private final double confidence;
    private final boolean fromAbove;
    private final Zone[] zones;
    private final Polygon[] masks;

    /** Of all its zones; null if it has none. */
    private final List<ZoneKind> kinds;

    CameraZones(SiteCamera camera) {
        classes = camera.classes();
        confidence = camera.confidence();
        fromAbove = camera.mounting() == Mounting.CEILING;
        zones = camera.zones().toArray(Zone[]::new);
        masks = camera.masks().toArray(Polygon[]::new);
        kinds =
                zones.length == 0
                        ? null
                        : camera.zones().stream().map(Zone::kind).distinct().sorted().toList();
    }

    /** Whether no event would be changed. */
    boolean isIdle() {
        return classes.isEmpty() && confidence == 0 && zones.length == 0 && masks.length == 0;
    }

    /**
     * The event with what is wanted, each in its zones.
     *
     * @param masked counts up by what a mask hides
     */
    DetectionEvent mark(DetectionEvent event, Masked masked) {
        List<Detection> wanted = new ArrayList<>(event.detections().size());
        int hidden = 0;
        for (Detection detection : event.detections()) {
            double x = detection.bbox().x() / event.frameWidth();
            double y = anchorY(detection) / event.frameHeight();
            if (!passes(detection, classes, confidence)) {
                continue;
            }
            if (isMasked(x, y)) {
                hidden++;
            } else {
                wanted.add(zones.length == 0 ? detection : inZones(detection, x, y));
            }
        }
        if (hidden > 0) {
            masked.masked(event.sourceId(), hidden);
        }
        return event.withDetections(List.copyOf(wanted)).withZoneKinds(kinds);
    }

    /** Where it stands or lies, in pixels from the top. */
    private double anchorY(Detection detection) {
        float middle = detection.bbox().y();
        return fromAbove || detection.posture() == Posture.LYING
                ? middle
                : middle + detection.bbox().height() / 2;
    }

    /**
     * Who lies passes: the second look is never as sure as a detector, and has a limit of its own.
     */
    private static boolean passes(Detection detection, Set<String> classes, double confidence) {
        boolean sure = detection.confidence() >= (float) confidence;
        return (sure || detection.posture() == Posture.LYING)
                && (classes.isEmpty() || classes.contains(detection.className()));
    }

    private boolean isMasked(double x, double y) {
        for (Polygon mask : masks) {
            if (mask.contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    private Detection inZones(Detection detection, double x, double y) {
        List<String> names = new ArrayList<>(zones.length);
        List<ZoneKind> itsKinds = new ArrayList<>(zones.length);
        for (Zone zone : zones) {
            if (passes(detection, zone.classes(), zone.confidence())
                    && zone.area().contains(x, y)) {
                names.add(zone.name());
                itsKinds.add(zone.kind());
            }
        }
        return detection.withZones(List.copyOf(names), List.copyOf(itsKinds));
    }
}
