package org.cupertino.nvr.app;

import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.camera.InferenceWorkers;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.picture.Pictures;
import org.cupertino.nvr.processor.posture.PostureNetwork;
import org.cupertino.nvr.timing.Leases;

/**
 * What a processor works with from its start to its end.
 *
 * @param posture null if nothing looks for people who lie
 */
record ProcessorParts(
        Instance instance,
        Detector detector,
        PostureNetwork posture,
        Leases leases,
        SiteStreams streams,
        Cameras cameras,
        InferenceWorkers workers,
        Pictures pictures,
        Connections connections) {}
