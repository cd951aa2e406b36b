package org.cupertino.nvr.wire;

/**
 * One camera inside {@link Metrics}.
 *
 * @param fps frames a second analysed over the last window
 * @param latencyMs mean publish minus capture over the last window, or null without frames
 * @param framesSampled frames taken for analysis since the camera was added
 * @param framesDropped due frames that were skipped, damaged or could not be analysed since then
 * @param reconnects times the stream was opened again since then
 * @param framesDue frames that should have been taken since then: sampled, skipped and lost ones.
 *     This and the next two are null in messages of older programs
 * @param framesSkipped due frames that were not taken as the one before was not done, or that were
 *     the same picture again
 * @param framesLost due frames that nothing could be taken for in time
 * @param lastFrameAgeS seconds since the last sampled frame, or null before the first
 */
public record SourceMetrics(
        int sourceId,
        SourceState state,
        double fps,
        Double latencyMs,
        long framesSampled,
        long framesDropped,
        long reconnects,
        Long framesDue,
        Long framesSkipped,
        Long framesLost,
        Double lastFrameAgeS) {}
