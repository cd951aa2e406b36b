package org.cupertino.nvr.wire;

/**
 * One camera inside {@link Metrics}.
 *
 * @param fps frames a second analysed over the last window
 * @param latencyMs mean publish minus capture over the last window, or null without frames
 * @param framesSampled frames taken for analysis since the camera was added
 * @param framesDropped due frames that were skipped, damaged or could not be analysed since then
 * @param reconnects times the stream was opened again since then
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
        Double lastFrameAgeS) {}
