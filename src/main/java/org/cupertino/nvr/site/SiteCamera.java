package org.cupertino.nvr.site;

import java.util.List;
import java.util.Set;

/**
 * What the file says of one camera. Immutable.
 *
 * @param sourceId its number
 * @param address or null for the usual one of that number; may hold credentials
 * @param name for a person, or null
 * @param maxFps frames a second analysed at most, or null for the rate of all
 * @param keyFramesOnly whether nothing but key frames is decoded, or null for what options say
 * @param classes what is reported; empty for everything
 * @param confidence what is less certain is not reported, 0..1
 * @param quietHours or null
 * @param zones in the order of the file
 * @param masks what is in one of them is not reported
 */
public record SiteCamera(
        int sourceId,
        String address,
        String name,
        Double maxFps,
        Boolean keyFramesOnly,
        Set<String> classes,
        double confidence,
        Mounting mounting,
        QuietHours quietHours,
        List<Zone> zones,
        List<Polygon> masks) {

    /**
     * The same camera for a model that was not thought of: its scores are others, and it may see
     * nothing but people.
     */
    public SiteCamera forOtherModel() {
        return new SiteCamera(
                sourceId,
                address,
                name,
                maxFps,
                keyFramesOnly,
                classes.contains("person") ? classes : Set.of(),
                0,
                mounting,
                quietHours,
                zones.stream()
                        .map(z -> new Zone(z.name(), z.kind(), z.area(), z.classes(), 0))
                        .toList(),
                masks);
    }

    /** Without its address, which may hold credentials. */
    @Override
    public String toString() {
        return "SiteCamera[sourceId=" + sourceId + ", name=" + name + "]";
    }
}
