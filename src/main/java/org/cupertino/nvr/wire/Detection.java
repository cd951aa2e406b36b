package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One thing a network saw in a frame.
 *
 * @param className as the model names it
 * @param confidence 0..1
 * @param bbox where it is
 * @param trackerId number of the track it belongs to, or null where nothing tracks
 * @param zones names of the camera's zones it is in; null where the camera has none
 * @param zoneKinds the kind of each of {@code zones}, in the same order; null where that is
 * @param posture of a person; null where nothing looks at it
 * @param postureConfidence how sure that is, 0..1; null where {@code posture} is
 * @param keypoints of a person; null where no pose network is used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Detection(
        String className,
        float confidence,
        BoundingBox bbox,
        @JsonInclude(JsonInclude.Include.ALWAYS) Integer trackerId,
        List<String> zones,
        List<ZoneKind> zoneKinds,
        Posture posture,
        Float postureConfidence,
        List<Keypoint> keypoints) {

    /** A thing of which no more than its place is known. */
    public Detection(String className, float confidence, BoundingBox bbox) {
        this(className, confidence, bbox, null, null, null, null, null, null);
    }

    /** The same thing, with the number of its track. */
    public Detection withTracker(int id) {
        return new Detection(
                className,
                confidence,
                bbox,
                id,
                zones,
                zoneKinds,
                posture,
                postureConfidence,
                keypoints);
    }

    /** The same thing, in these zones. */
    public Detection withZones(List<String> names, List<ZoneKind> kinds) {
        return new Detection(
                className,
                confidence,
                bbox,
                trackerId,
                names,
                kinds,
                posture,
                postureConfidence,
                keypoints);
    }

    /** The same person, in this posture. */
    public Detection withPosture(Posture now, float sure) {
        return new Detection(
                className, confidence, bbox, trackerId, zones, zoneKinds, now, sure, keypoints);
    }

    /** The same person, with these points or null. */
    public Detection withKeypoints(List<Keypoint> points) {
        return new Detection(
                className,
                confidence,
                bbox,
                trackerId,
                zones,
                zoneKinds,
                posture,
                postureConfidence,
                points);
    }
}
