package org.cupertino.nvr.processor.ingest;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.wire.SourceState;

/** What is done with a stream while it is open. For the reader thread. */
final class Playback {
    /** A stream that was live for this long went well. */
    private static final long WELL_AFTER = TimeUnit.SECONDS.toNanos(10);

    private static final long STATUS_INTERVAL = TimeUnit.SECONDS.toNanos(60);

    private final StreamSettings settings;
    private final Deadline deadline;
    private final FrameSampler sampler;
    private final StreamStatus status;
    private boolean stills;
    private long liveSince;

    Playback(
            StreamSettings settings, Deadline deadline, FrameSampler sampler, StreamStatus status) {
        this.settings = settings;
        this.deadline = deadline;
        this.sampler = sampler;
        this.status = status;
    }

    /** Returns at the end of a file that is played once, and when stopped. */
    void play(VideoInput input, AVPacket packet) throws StreamException {
        stills = input instanceof StillInput;
        if (input instanceof StillInput pictures) {
            watch(pictures, packet);
        } else {
            stream(input, packet);
        }
    }

    /** Whether the camera sent single pictures when it was open last. */
    boolean isOfStills() {
        return stills;
    }

    /** Another try begins. */
    void begin() {
        liveSince = 0;
    }

    /** Whether the last stream was live for some time. */
    boolean wentWell() {
        return liveSince != 0 && System.nanoTime() - liveSince > WELL_AFTER;
    }

    /** Does nothing until stopped. */
    void rest() {
        while (!deadline.stopped()) {
            status.report();
            deadline.pauseUntil(System.nanoTime() + STATUS_INTERVAL);
        }
    }

    /** Fetches a picture whenever one is due; returns when stopped. */
    private void watch(StillInput input, AVPacket packet) throws StreamException {
        while (!deadline.stopped()) {
            awaitDue(System.nanoTime());
            if (!deadline.stopped()) {
                sampler.fetch(input, packet, settings.connectLimit(sampler.maxFps()).toNanos());
                report();
            }
        }
    }

    /**
     * Waits until then, and longer for as long as a camera that is asked for pictures is not to be.
     */
    void awaitDue(long until) {
        while (!deadline.stopped()) {
            long now = System.nanoTime();
            long left = Math.max(until - now, stills ? sampler.untilDue() : 0);
            if (left <= 0) {
                return;
            }
            status.report();
            deadline.pauseUntil(now + Math.min(left, STATUS_INTERVAL));
        }
    }

    private void stream(VideoInput input, AVPacket packet) throws StreamException {
        boolean file = CameraAddress.of(settings.uri()).isFile();
        boolean any = false;
        while (!deadline.stopped()) {
            if (input.read(packet, settings.readLimit(sampler.rhythm(), sampler.maxFps()))) {
                any = true;
                take(input, packet);
            } else if (!deadline.stopped()) {
                sampler.drain(input);
                if (!file || !any) {
                    throw new StreamException(
                            file ? "there is no video in the file" : "the camera ended the stream");
                } else if (settings.filePlayback() == FilePlayback.ONCE) {
                    return;
                }
                input.rewind();
                any = false;
            }
        }
    }

    private void take(VideoInput input, AVPacket packet) throws StreamException {
        long due = System.nanoTime() + input.ahead(packet, System.nanoTime());
        while (due - System.nanoTime() > 0 && !deadline.stopped()) {
            deadline.pauseUntil(due);
        }
        if (deadline.stopped()) {
            return;
        }
        sampler.packet(input, packet);
        report();
    }

    private void report() {
        if (sampler.useful()) {
            liveSince = liveSince == 0 ? System.nanoTime() : liveSince;
            status.change(SourceState.LIVE, sampler.remark());
        } else if (sampler.isWaitingForKey()) {
            status.change(SourceState.CONNECTING, "connected, waits for a key frame");
        } else {
            status.report();
        }
    }
}
