package org.cupertino.nvr.processor.ingest;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** An open stream: gives the packets of its video, one after the other. For one thread. */
interface VideoInput extends AutoCloseable {
    /**
     * Reads the next packet of video.
     *
     * @param packet emptied first
     * @param limitNanos how long it may take
     * @return false at the end of the stream or after {@link Deadline#stop()}
     */
    boolean read(AVPacket packet, long limitNanos) throws StreamException;

    /** Parameters of the video, once a packet was read; they may change with any packet. */
    AVCodecParameters codec();

    /** How long to wait before the packet that was just read is used, in nanoseconds. */
    default long ahead(AVPacket packet, long now) {
        return 0;
    }

    /** When the packet is to be decoded, in nanoseconds by the stream's own time. */
    default double nanos(AVPacket packet) {
        return 0;
    }

    /** Nanoseconds of a time stamp of the stream. */
    default long nanos(long time) {
        return 0;
    }

    /**
     * Microseconds since 1970 by the camera's clock at that time stamp, or 0 if the camera has not
     * sent its clock.
     */
    default long cameraMicros(long time) {
        return 0;
    }

    /** Back to the start of a file. */
    default void rewind() throws StreamException {
        throw new StreamException("the stream cannot be played again from its start");
    }

    @Override
    void close();
}
