package org.cupertino.nvr.processor.inference;

import java.util.List;
import org.cupertino.nvr.wire.Detection;

/**
 * What a network detected in one frame.
 *
 * @param modelId the model in use
 * @param inferenceTimeMs the network and its post-processing, in milliseconds of wall time
 * @param scaleTimeMs scaling the frame to the network's input before that, likewise
 * @param detections the most confident first; boxes in pixels of the frame, cut at its edges
 */
public record Inference(
        String modelId, double inferenceTimeMs, double scaleTimeMs, List<Detection> detections) {}
