package org.cupertino.nvr.processor.ingest;

import java.time.Instant;
import org.cupertino.nvr.wire.SourceState;

/**
 * What one camera has counted since it was started, over all its streams.
 *
 * @param reason why it is in this state, one sentence without secrets, or null
 * @param maxFps frames a second asked for
 * @param fps frames a second sampled lately; falls to 0 when none come. Null before the second
 *     frame since the connection began, a pause ended or {@code maxFps} changed
 * @param framesSampled frames handed to the sink
 * @param framesSkipped frames that were due while the sink was not ready, or for which the camera
 *     sent the picture that it had sent before
 * @param framesLost frames that were due and that nothing was taken for in time: the camera was
 *     away, or gave no picture that could be decoded
 * @param framesCorrupt packets and pictures that were to be decoded and turned out damaged
 * @param reconnects times the stream was opened with success again after the first
 * @param lastFrameAt capture time of the last sampled frame, or null before the first
 * @param decodeNanos time spent decoding, nanoseconds of elapsed time
 * @param scaleNanos time spent scaling to network inputs, nanoseconds of elapsed time
 * @param width of the last sampled frame in pixels, 0 before the first
 * @param height of the last sampled frame in pixels, 0 before the first
 */
public record StreamStats(
        SourceState state,
        String reason,
        double maxFps,
        Double fps,
        long framesSampled,
        long framesSkipped,
        long framesLost,
        long framesCorrupt,
        long reconnects,
        Instant lastFrameAt,
        long decodeNanos,
        long scaleNanos,
        int width,
        int height) {

    /** Frames that were due: each was sampled, skipped or lost. */
    public long framesDue() {
        return framesSampled + framesSkipped + framesLost;
    }
}
