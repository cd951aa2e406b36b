package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.time.Duration;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.cupertino.nvr.secret.CameraAddress;

/** An open stream: gives the packets of its video, one after the other. For one thread. */
final class StreamInput implements AutoCloseable {
    /** Frames a second of a file that does not say. */
    private static final int USUAL_RATE = 25;

    private final Deadline deadline;
    private final AVFormatContext context;
    private final AVIOContext connection;
    private final Pacer pacer;

    /** Null if libav speaks with the camera itself. */
    private final RtspRelay relay;

    private AVCodecParameters codec;
    private int videoIndex = -1;
    private double tickNanos;
    private long untimedNanos;
    private long latest = Long.MIN_VALUE / 2;

    private StreamInput(
            Deadline deadline,
            AVFormatContext context,
            AVIOContext connection,
            Pacer pacer,
            RtspRelay relay) {
        this.deadline = deadline;
        this.context = context;
        this.connection = connection;
        this.pacer = pacer;
        this.relay = relay;
    }

    /**
     * Opens the stream.
     *
     * @param attempt chooses between the addresses of a host that has several
     * @param atMost how long it may take
     */
    static StreamInput open(
            StreamSettings settings, int attempt, Deadline deadline, Duration atMost)
            throws StreamException {
        CameraAddress uri = settings.access().filled(settings.uri());
        deadline.arm(atMost.toNanos());
        boolean relayed =
                uri.scheme().startsWith("rtsp") && RtspRelay.isNeeded(uri, settings.access());
        try {
            return open(uri, settings, attempt, deadline, atMost, relayed);
        } catch (Opening.UnclearException e) {
            return open(uri, settings, attempt, deadline, atMost, true);
        }
    }

    private static StreamInput open(
            CameraAddress uri,
            StreamSettings settings,
            int attempt,
            Deadline deadline,
            Duration atMost,
            boolean relayed)
            throws StreamException {
        RtspRelay relay =
                relayed
                        ? RtspRelay.start(
                                new RtspCamera(uri, settings, attempt, deadline),
                                settings.sourceId())
                        : null;
        String url =
                relay != null
                        ? relay.url()
                        : uri.isFile()
                                ? uri.secretText()
                                : Opening.resolved(uri, settings.access(), attempt, deadline);
        Opening opening = new Opening(uri, relay, deadline, atMost);
        AVFormatContext context = avformat_alloc_context();
        deadline.guard(context);
        boolean http = uri.scheme().startsWith("http");
        AVIOContext connection = null;
        String format = uri.scheme().startsWith("rtsp") ? "rtsp" : null;
        Map<String, String> options = StreamOptions.of(uri, settings, atMost);
        try {
            if (http) {
                opening.check(HttpSource.connect(context, url, options));
                connection = context.pb();
                format = HttpSource.format(connection);
            }
            AVInputFormat demuxer = format == null ? null : av_find_input_format(format);
            AVDictionary dictionary = Libav.dictionary(options);
            int rc = avformat_open_input(context, url, demuxer, dictionary);
            av_dict_free(dictionary);
            opening.check(rc);
            opening.checkRedirect(context, settings.access());
        } catch (StreamException e) {
            release(context, connection, relay);
            throw e;
        }
        StreamInput input =
                new StreamInput(deadline, context, connection, pacer(uri.isFile(), format), relay);
        if (!input.findVideo() && (context.ctx_flags() & AVFMTCTX_NOHEADER) == 0) {
            input.close();
            throw new StreamException("there is no video in the stream");
        }
        return input;
    }

    private static Pacer pacer(boolean file, String format) {
        if (file) {
            return Pacer.exact();
        }
        // Motion JPEG over HTTP has no times of its own, RTSP servers keep time themselves.
        return "mpegts".equals(format) ? Pacer.loose() : null;
    }

    /** A duration for a person. */
    static String text(Duration duration) {
        return Opening.text(duration);
    }

    private boolean findVideo() {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (videoIndex < 0 && stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                videoIndex = i;
                codec = stream.codecpar();
                tickNanos = 1e9 * stream.time_base().num() / stream.time_base().den();
                AVRational rate = stream.avg_frame_rate();
                untimedNanos =
                        (long) (rate.num() > 0 ? 1e9 * rate.den() / rate.num() : 1e9 / USUAL_RATE);
            } else if (i != videoIndex) {
                stream.discard(AVDISCARD_ALL);
            }
        }
        return videoIndex >= 0;
    }

    /**
     * Reads the next packet of video.
     *
     * @param packet emptied first
     * @param limitNanos how long it may take
     * @return false at the end of the stream or after {@link Deadline#stop()}
     */
    boolean read(AVPacket packet, long limitNanos) throws StreamException {
        deadline.arm(limitNanos);
        while (true) {
            av_packet_unref(packet);
            int rc = av_read_frame(context, packet);
            // An interrupted read may still give a cut-off packet and no error.
            if (deadline.stopped() || rc == AVERROR_EOF) {
                return false;
            } else if (deadline.expired()) {
                throw new StreamException(
                        Kind.STALLED, "no video for " + text(Duration.ofNanos(limitNanos)));
            } else if (rc < 0 && rc != AVERROR_EAGAIN()) {
                throw Libav.failure(rc);
            }
            boolean known = videoIndex >= 0 || findVideo();
            if (rc >= 0 && known && packet.stream_index() == videoIndex) {
                return true;
            }
        }
    }

    /** Parameters of the video, once a packet was read; they may change with any packet. */
    AVCodecParameters codec() {
        return codec;
    }

    /** How long to wait before the packet that was just read is used, in nanoseconds. */
    long ahead(AVPacket packet, long now) {
        return pacer == null ? 0 : pacer.waitFor(playTime(packet), now);
    }

    /** Without times of decoding, those of showing go to and fro; a bare stream has neither. */
    private long playTime(AVPacket packet) {
        if (packet.dts() != AV_NOPTS_VALUE) {
            latest = nanos(packet.dts());
        } else if (packet.pts() != AV_NOPTS_VALUE) {
            latest = Math.max(latest, nanos(packet.pts()));
        } else {
            latest += untimedNanos;
        }
        return latest;
    }

    /** When the packet is to be decoded, in nanoseconds by the stream's own time. */
    double nanos(AVPacket packet) {
        return (packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts()) * tickNanos;
    }

    /** Nanoseconds of a time stamp of the stream. */
    long nanos(long time) {
        return (long) (time * tickNanos);
    }

    /**
     * Microseconds since 1970 by the camera's clock at that time stamp, or 0 if the camera has not
     * sent its clock.
     */
    long cameraMicros(long time) {
        long start = context.start_time_realtime();
        if (start == AV_NOPTS_VALUE || start <= 0 || time == AV_NOPTS_VALUE) {
            return 0;
        }
        return start + (long) (time * tickNanos / 1000);
    }

    /** Back to the start of a file. */
    void rewind() throws StreamException {
        latest = Long.MIN_VALUE / 2;
        if (av_seek_frame(context, videoIndex, 0, AVSEEK_FLAG_BACKWARD) < 0
                && av_seek_frame(context, -1, 0, AVSEEK_FLAG_BYTE) < 0) {
            throw new StreamException("the file cannot be played again from its start");
        }
    }

    /** Says goodbye to the server, for half a second at most. */
    @Override
    public void close() {
        deadline.beginClosing();
        release(context, connection, relay);
        deadline.endClosing();
    }

    private static void release(AVFormatContext context, AVIOContext connection, RtspRelay relay) {
        // A failed avformat_open_input has freed the context already and left it null.
        if (!context.isNull()) {
            avformat_close_input(context);
        }
        if (connection != null) {
            avio_closep(connection);
        }
        if (relay != null) {
            relay.close();
        }
    }
}
