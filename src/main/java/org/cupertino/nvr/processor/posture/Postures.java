package org.cupertino.nvr.processor.posture;

import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.processor.camera.CameraView;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.Detection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code posture} of the routes. Thread-safe. */
public final class Postures {
    private static final Logger LOG = LoggerFactory.getLogger(Postures.class);

    private final CameraView cameras;
    private final PostureNetwork network;
    private final LookGate gate;

    /**
     * @param network of the second look, or null for none
     * @param every a second look at each frame of this number, whatever the first one saw
     */
    public Postures(CameraView cameras, PostureNetwork network, int every) {
        this.cameras = cameras;
        this.network = network;
        gate = new LookGate(every, System::nanoTime);
    }

    /**
     * What was found, with the posture of each person whose keypoints are known, and with those who
     * are found lying by a second look, if it is time for one. A second look that fails changes
     * nothing.
     */
    public Inference look(
            @Body Inference inference, @ExchangeProperty(RouteNames.FRAME) Frame frame) {
        Inference first = withPostures(inference);
        List<Detection> detections = first.detections();
        int camera = frame.sourceId();
        boolean someone =
                detections.stream().anyMatch(d -> d.className().equals(PostureRules.PERSON));
        boolean upright = detections.stream().anyMatch(PostureRules::isUpright);
        if (network == null
                || !gate.opens(camera, someone, upright, cameras.isRateRaised(camera))) {
            return first;
        }
        try {
            Optional<Detector> now = network.current();
            if (now.isEmpty()) {
                return first;
            }
            Inference second =
                    SecondLook.after(
                            first,
                            (turn, confidence) -> now.get().detectTurned(frame, turn, confidence));
            if (second.detections().size() > detections.size()) {
                gate.saw(camera);
            }
            return second;
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("event", "second_look")
                    .addKeyValue("source_id", camera)
                    .log("The second look at a frame of camera {} failed", camera, e);
            return first;
        }
    }

    static Inference withPostures(Inference inference) {
        return new Inference(
                inference.modelId(),
                inference.inferenceTimeMs(),
                inference.scaleTimeMs(),
                inference.detections().stream().map(Postures::withPosture).toList());
    }

    private static Detection withPosture(Detection found) {
        return found.keypoints() == null
                ? found
                : found.withPosture(PostureRules.posture(found), found.confidence());
    }
}
