package org.cupertino.nvr.app;

import java.time.Duration;
import java.util.Set;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.DetectorOptions;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.ingest.StreamSettings;

/** From what was asked for to what the rooms are set up with. */
final class OptionMapping {
    private OptionMapping() {}

    /**
     * @param uri the camera's address, or null for the usual one of its number
     */
    static StreamSettings stream(CameraOptions options, int sourceId, String uri) {
        return new StreamSettings(
                sourceId,
                uri == null ? options.uriOf(sourceId) : uri,
                options.rtspTransport(),
                options.filePlayback(),
                options.cameraCa().orElse(null),
                options.connectTimeout().orElse(null),
                options.stallTimeout().orElse(null),
                Duration.ofSeconds(60));
    }

    static DetectorSettings detector(DetectorOptions options) {
        return new DetectorSettings(
                options.device(),
                options.confidence(),
                options.iou(),
                Set.copyOf(options.classes()),
                options.precision(),
                300);
    }
}
