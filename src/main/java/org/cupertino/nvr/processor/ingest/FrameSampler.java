package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the packets of a camera's streams, and hands the frames that are due on. */
final class FrameSampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSampler.class);

    /** A picture that comes this late belongs to a backlog. */
    private static final long BACKLOG = TimeUnit.MILLISECONDS.toNanos(500);

    /** A backlog that has not come by then is no burst: all pictures come late from now on. */
    private static final long BURST = TimeUnit.SECONDS.toNanos(1);

    private static final long NO_ROOM_YET = TimeUnit.MILLISECONDS.toNanos(50);

    private final int sourceId;
    private final FrameSink sink;
    private final StreamCounters counters;
    private final FrameSchedule schedule;
    private final Scaler scaler;
    private final StreamSettings settings;
    private final Object gate = new Object();
    private volatile double maxFps;
    private volatile boolean paused;

    // Of one connection.
    private StreamRhythm rhythm = new StreamRhythm();
    private PacketSampler<AVPacket> packets;
    private CaptureClock clock = new CaptureClock();
    private VideoDecoder decoder;
    private boolean useful;
    private String remark;
    private long lateSince;
    private long damaged;

    FrameSampler(StreamSettings settings, double maxFps, FrameSink sink, StreamCounters counters) {
        this.settings = settings;
        sourceId = settings.sourceId();
        this.maxFps = maxFps;
        this.sink = sink;
        this.counters = counters;
        schedule = new FrameSchedule(sourceId, maxFps);
        packets = new PacketSampler<>(rhythm, settings.keyFramesOnly());
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
            if (paused) {
                schedule.rest(System.nanoTime());
            } else {
                schedule.begin(System.nanoTime());
            }
        }
    }

    /** Frames are due from now on, unless it is paused. */
    void start() {
        synchronized (gate) {
            if (!paused) {
                schedule.begin(System.nanoTime());
            }
        }
    }

    /** Frames that were due and that nothing could be taken for, in time. Any thread. */
    long lost() {
        return schedule.lost(System.nanoTime());
    }

    /** A connection begins: nothing that was learnt of the last one holds. */
    void begin() {
        end();
        rhythm = new StreamRhythm();
        packets = new PacketSampler<>(rhythm, settings.keyFramesOnly());
        clock = new CaptureClock();
        useful = false;
        remark = null;
        lateSince = 0;
        damaged = 0;
        counters.forgetRate();
    }

    /** A connection is over. */
    void end() {
        if (decoder != null) {
            packets.forget();
            decoder.close();
            decoder = null;
        }
    }

    StreamRhythm rhythm() {
        return rhythm;
    }

    /** Whether a picture came out of this connection, or would have, had the sink been ready. */
    boolean useful() {
        return useful;
    }

    /** Why the camera's frames cost more than usual, as of the last one; null if they do not. */
    String remark() {
        return remark;
    }

    /** Whether no picture has come yet since the stream began between two key frames. */
    boolean isWaitingForKey() {
        return !useful && packets.isWaitingForKey();
    }

    /** Takes the next packet of video. */
    void packet(VideoInput input, AVPacket packet) throws StreamException {
        long now = System.nanoTime();
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        rhythm.packet(key, now);
        if (packet.pts() != AV_NOPTS_VALUE) {
            clock.arrived(input.nanos(packet.pts()), now);
        }
        schedule.maxFps(maxFps, now);
        if (paused) {
            packets.forget();
            return;
        }
        prepare(input);
        long interval = schedule.interval();
        long spacing = rhythm.keysSuffice(interval) ? rhythm.keyInterval() : rhythm.frameInterval();
        boolean due =
                schedule.due(now, spacing) && !isOvertaken(now) && sink.hasRoom() && !skipped(now);
        if (packets.packet(packet, key, due, schedule.overdue(now), interval, now)) {
            schedule.taken(now);
            remark = packets.remark(interval);
            deliver(capturedAt(input, now), now);
        }
        counters.corrupt.add(packets.damaged() - damaged);
        damaged = packets.damaged();
        if (decoder.refusal() != null) {
            throw new StreamException(decoder.refusal());
        }
        if (packets.isInVain()) {
            throw new StreamException(Kind.STALLED, "video comes, but no picture can be decoded");
        }
    }

    /**
     * Nanoseconds until a picture is to be fetched, from a camera that sends one when it is asked;
     * very many while it is paused.
     */
    long untilDue() {
        long now = System.nanoTime();
        schedule.maxFps(maxFps, now);
        long wait = schedule.untilDue(now);
        return wait > 0 || sink.hasRoom() ? wait : NO_ROOM_YET;
    }

    /** A due picture could not be fetched, which uses it up: the camera is not asked more often. */
    void failed() {
        schedule.failed(System.nanoTime());
    }

    /** Fetches the picture that is due. */
    void fetch(StillInput input, AVPacket packet, long limitNanos) throws StreamException {
        if (skipped(System.nanoTime())) {
            return;
        }
        boolean changed = input.read(packet, limitNanos);
        long now = System.nanoTime();
        remark = input.remark();
        if (!changed) {
            counters.skipped.increment();
            schedule.taken(now);
            return;
        }
        prepare(input);
        if (decoder.keyFrame(packet) == PacketDecoder.Result.PICTURE) {
            schedule.taken(now);
            deliver(input.arrivedAt(), now);
        } else if (decoder.refusal() != null) {
            throw new StreamException(decoder.refusal());
        } else {
            counters.corrupt.increment();
            throw new StreamException(Kind.STALLED, "the picture is damaged");
        }
    }

    /** Whether a newer picture is on its way: after a stall all that waited comes at once. */
    private boolean isOvertaken(long now) {
        if (clock.delay() <= BACKLOG) {
            lateSince = 0;
            return false;
        }
        lateSince = lateSince == 0 ? now : lateSince;
        return now - lateSince < BURST;
    }

    /** At the end of a file: gives what the decoder still holds. */
    void drain(VideoInput input) {
        while (packets.drain()) {
            long now = System.nanoTime();
            if (!paused && schedule.due(now, rhythm.frameInterval())) {
                schedule.taken(now);
                deliver(capturedAt(input, now), now);
            }
        }
        packets.forget();
    }

    private void prepare(VideoInput input) throws StreamException {
        if (decoder == null || !decoder.decodes(input.codec())) {
            end();
            decoder = new VideoDecoder(input.codec(), settings.maxPixels(), counters.decodeNanos);
            packets.decoder(decoder);
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

    private Instant capturedAt(VideoInput input, long now) {
        long time = decoder.pictureTime();
        Instant wall = Instant.now();
        return time == AV_NOPTS_VALUE ? wall : clock.capturedAt(input.nanos(time), now, wall);
    }

    private void deliver(Instant capturedAt, long now) {
        useful = true;
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
            } catch (RuntimeException | Error e) {
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
