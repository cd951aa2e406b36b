package org.cupertino.nvr.processor.ingest;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@link StreamStats} is made of; outlives the stream where another follows it. Written by the
 * reader thread, read by any.
 */
final class StreamCounters {
    final LongAdder skipped = new LongAdder();

    /** Of the streams before this one. */
    final LongAdder lostBefore = new LongAdder();

    final LongAdder corrupt = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder decodeNanos = new LongAdder();
    final LongAdder scaleNanos = new LongAdder();

    private final RateMeter rate = new RateMeter();
    private volatile Sampled last = new Sampled(0, null, 0, 0);

    private record Sampled(long frameId, Instant at, int width, int height) {}

    /** The number of the next frame: the first has 1. */
    long nextFrameId() {
        return last.frameId + 1;
    }

    void sampled(DecodedFrame frame, long now) {
        last = new Sampled(frame.frameId(), frame.capturedAt(), frame.width(), frame.height());
        rate.event(now);
    }

    /** The rate changes, or the frames are interrupted. */
    void forgetRate() {
        rate.reset();
    }

    /**
     * @param lost due frames that nothing was taken for, of the present stream
     */
    StreamStats snapshot(StreamStatus.Condition condition, double maxFps, long lost) {
        Sampled sampled = last;
        return new StreamStats(
                condition.state(),
                condition.reason(),
                maxFps,
                rate.perSecond(System.nanoTime()),
                sampled.frameId,
                skipped.sum(),
                lostBefore.sum() + lost,
                corrupt.sum(),
                Math.max(0, opened.sum() - 1),
                sampled.at,
                decodeNanos.sum(),
                scaleNanos.sum(),
                sampled.width,
                sampled.height);
    }
}
