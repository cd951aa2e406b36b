package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.cupertino.nvr.processor.ingest.VideoDecoder.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the packets of a stream, decodes as few as the rate asks for, and hands due frames on.
 *
 * <p>If key frames come often enough for the rate, only those that are due are decoded, each on its
 * own. Else everything is, from a key frame to the last due frame before the next one.
 */
final class FrameSampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSampler.class);
    private static final long IN_VAIN_LIMIT = TimeUnit.SECONDS.toNanos(30);
    private static final int IN_VAIN_KEYS = 5;

    private final int sourceId;
    private final FrameSink sink;
    private final StreamCounters counters;
    private final FrameSchedule schedule;
    private final Scaler scaler;
    private final Object gate = new Object();
    private volatile double maxFps;
    private volatile boolean paused;

    // Of one connection.
    private StreamRhythm rhythm = new StreamRhythm();
    private VideoDecoder decoder;
    private boolean unbroken;
    private boolean useful;
    private long inVainSince;

    FrameSampler(int sourceId, double maxFps, FrameSink sink, StreamCounters counters) {
        this.sourceId = sourceId;
        this.maxFps = maxFps;
        this.sink = sink;
        this.counters = counters;
        schedule = new FrameSchedule(sourceId, maxFps);
        scaler = new Scaler(counters.scaleNanos);
    }

    /** Any thread; holds from the next packet on. */
    void maxFps(double maxFps) {
        if (maxFps != this.maxFps) {
            this.maxFps = maxFps;
            counters.forgetRate();
        }
    }

    double maxFps() {
        return maxFps;
    }

    /** Any thread; when it returns, no frame leaves any more, or frames do again. */
    void paused(boolean paused) {
        synchronized (gate) {
            this.paused = paused;
            counters.forgetRate();
        }
    }

    /** A connection begins: nothing that was learnt of the last one holds. */
    void begin() {
        end();
        rhythm = new StreamRhythm();
        useful = false;
        schedule.restart();
        counters.forgetRate();
    }

    /** A connection is over. */
    void end() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        unbroken = false;
        inVainSince = 0;
    }

    StreamRhythm rhythm() {
        return rhythm;
    }

    /** Whether a picture came out of this connection, or would have, had the sink been ready. */
    boolean useful() {
        return useful;
    }

    /** Takes the next packet of video. */
    void packet(StreamInput input, AVPacket packet) throws StreamException {
        long now = System.nanoTime();
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        rhythm.packet(key, now);
        schedule.maxFps(maxFps, now);
        if (paused) {
            unbroken = false;
            inVainSince = 0;
            schedule.restart();
        } else if (rhythm.keysSuffice(schedule.interval())) {
            unbroken = false;
            if (key && schedule.due(now, rhythm.keyInterval()) && !skipped(now)) {
                keyFrame(input, packet, now);
            }
        } else {
            nextOfAll(input, packet, key, now);
        }
        long patience = Math.max(IN_VAIN_LIMIT, IN_VAIN_KEYS * rhythm.keyInterval());
        if (inVainSince != 0 && now - inVainSince > patience) {
            throw new StreamException(Kind.STALLED, "video comes, but no picture can be decoded");
        }
    }

    private void keyFrame(StreamInput input, AVPacket packet, long now) throws StreamException {
        prepare(input);
        long start = System.nanoTime();
        boolean damaged = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
        Result result = damaged ? Result.CORRUPT : decoder.keyFrame(packet);
        counters.decodeNanos.add(System.nanoTime() - start);
        // A damaged one says nothing about the stream; it stays due, and the next is tried.
        if (result != Result.CORRUPT) {
            rhythm.decodedKey(result == Result.PICTURE);
        }
        judge(result, now);
        if (result == Result.PICTURE) {
            schedule.taken(now);
            deliver(input, now);
        }
    }

    private void nextOfAll(StreamInput input, AVPacket packet, boolean key, long now)
            throws StreamException {
        if (!unbroken && !key && !rhythm.withoutKeys()) {
            return;
        }
        prepare(input);
        if (!unbroken) {
            decoder.restart();
            unbroken = true;
        }
        long start = System.nanoTime();
        if (!decoder.send(packet)) {
            judge(Result.CORRUPT, now);
        }
        receiveAll(input, now, start);
        if (!rhythm.withoutKeys() && schedule.idleUntil(rhythm.nextKey(), rhythm.frameInterval())) {
            unbroken = false;
            inVainSince = 0;
        }
    }

    /** At the end of a file: gives what the decoder still holds. */
    void drain(StreamInput input) {
        if (unbroken && !paused) {
            long now = System.nanoTime();
            decoder.send(null);
            receiveAll(input, now, now);
        }
        unbroken = false;
    }

    private void receiveAll(StreamInput input, long now, long start) {
        Result result = decoder.receive();
        counters.decodeNanos.add(System.nanoTime() - start);
        if (result == Result.NOTHING) {
            inVainSince = inVainSince == 0 ? now : inVainSince;
        }
        while (result != Result.NOTHING) {
            judge(result, now);
            if (result == Result.PICTURE
                    && schedule.due(now, rhythm.frameInterval())
                    && !skipped(now)) {
                schedule.taken(now);
                deliver(input, now);
            }
            start = System.nanoTime();
            result = decoder.receive();
            counters.decodeNanos.add(System.nanoTime() - start);
        }
    }

    private void prepare(StreamInput input) throws StreamException {
        if (decoder != null && !decoder.decodes(input.codec())) {
            decoder.close();
            decoder = null;
        }
        if (decoder == null) {
            decoder = new VideoDecoder(input.codec());
        }
    }

    /** Skips a due frame, before it costs anything, if the sink is not ready. */
    private boolean skipped(long now) {
        if (sink.isReady()) {
            return false;
        }
        counters.skipped.increment();
        useful = true;
        schedule.taken(now);
        return true;
    }

    private void judge(Result result, long now) {
        if (result == Result.PICTURE) {
            useful = true;
            inVainSince = 0;
            return;
        }
        if (result == Result.CORRUPT) {
            counters.corrupt.increment();
        }
        inVainSince = inVainSince == 0 ? now : inVainSince;
    }

    private void deliver(StreamInput input, long now) {
        Instant capturedAt =
                CaptureClock.capturedAt(input.cameraMicros(decoder.pictureTime()), Instant.now());
        DecodedFrame frame =
                new DecodedFrame(
                        sourceId, counters.nextFrameId(), capturedAt, decoder.take(), scaler);
        synchronized (gate) {
            if (paused) {
                frame.close();
                return;
            }
            counters.sampled(frame, now);
            try {
                sink.accept(frame);
            } catch (RuntimeException e) {
                frame.close();
                LOG.error("Camera {}: a frame could not be handed on", sourceId, e);
            }
        }
    }

    @Override
    public void close() {
        end();
        scaler.close();
    }
}
