package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.io.InputStream;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.cupertino.nvr.secret.CameraAddress;

/** A stream that libav opens and takes apart. */
final class StreamInput implements VideoInput {
    /** Why there is no connection, where TLS failed. */
    static final String NOT_ENCRYPTED = "no encrypted connection; is its certificate trusted?";

    /** Frames a second of a file that does not say. */
    private static final int USUAL_RATE = 25;

    private final Deadline deadline;
    private final AVFormatContext context;
    private final Connection connection;
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
            Connection connection,
            Pacer pacer,
            RtspRelay relay) {
        this.deadline = deadline;
        this.context = context;
        this.connection = connection;
        this.pacer = pacer;
        this.relay = relay;
    }

    /** What libav reads from, where that is not its own; null if it is. */
    private record Connection(Runnable hangUp, NativeReader reader) {
        void close() {
            reader.close();
            hangUp.run();
        }
    }

    /**
     * Opens a camera or a file, but for HTTP.
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
        AVDictionary options = Libav.dictionary(StreamOptions.of(uri, settings, atMost));
        AVInputFormat demuxer = uri.isFile() ? null : av_find_input_format("rtsp");
        int rc = avformat_open_input(context, url, demuxer, options);
        av_dict_free(options);
        StreamInput input =
                new StreamInput(
                        deadline, context, null, uri.isFile() ? Pacer.exact() : null, relay);
        try {
            opening.check(rc);
            opening.checkRedirect(context, url);
        } catch (StreamException e) {
            input.close();
            throw e;
        }
        return checked(input);
    }

    /**
     * An MPEG-TS that comes over a connection.
     *
     * @param hangUp called when this is closed, not if it throws
     * @param atMost how long it may take
     */
    static StreamInput transportStream(
            Runnable hangUp, InputStream content, Deadline deadline, Duration atMost)
            throws StreamException {
        deadline.arm(atMost.toNanos());
        Connection connection = new Connection(hangUp, new NativeReader(content));
        AVFormatContext context = avformat_alloc_context();
        deadline.guard(context);
        context.pb(connection.reader().context());
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
        AVInputFormat demuxer = av_find_input_format("mpegts");
        int rc = avformat_open_input(context, "", demuxer, (AVDictionary) null);
        if (rc < 0) {
            connection.reader().close();
            throw deadline.expired() ? Opening.noAnswer(atMost) : Libav.failure(rc);
        }
        return checked(new StreamInput(deadline, context, connection, Pacer.loose(), null));
    }

    private static StreamInput checked(StreamInput input) throws StreamException {
        if (!input.findVideo() && (input.context.ctx_flags() & AVFMTCTX_NOHEADER) == 0) {
            input.close();
            throw new StreamException("there is no video in the stream");
        }
        return input;
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

    @Override
    public boolean read(AVPacket packet, long limitNanos) throws StreamException {
        deadline.arm(limitNanos);
        while (true) {
            av_packet_unref(packet);
            int rc = av_read_frame(context, packet);
            // An interrupted read may still give a cut-off packet and no error.
            if (deadline.stopped()) {
                return false;
            } else if (deadline.expired()) {
                throw new StreamException(
                        Kind.STALLED, "no video for " + Opening.text(Duration.ofNanos(limitNanos)));
            } else if (rc == AVERROR_EOF) {
                return false;
            } else if (rc < 0 && rc != AVERROR_EAGAIN()) {
                throw Libav.failure(rc);
            }
            boolean known = videoIndex >= 0 || findVideo();
            if (rc >= 0 && known && packet.stream_index() == videoIndex) {
                return true;
            }
        }
    }

    @Override
    public AVCodecParameters codec() {
        return codec;
    }

    @Override
    public long ahead(AVPacket packet, long now) {
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

    @Override
    public double nanos(AVPacket packet) {
        return (packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts()) * tickNanos;
    }

    @Override
    public long nanos(long time) {
        return (long) (time * tickNanos);
    }

    @Override
    public long cameraMicros(long time) {
        long start = context.start_time_realtime();
        if (start == AV_NOPTS_VALUE || start <= 0 || time == AV_NOPTS_VALUE) {
            return 0;
        }
        return start + (long) (time * tickNanos / 1000);
    }

    @Override
    public void rewind() throws StreamException {
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
        // A failed avformat_open_input has freed the context already and left it null.
        if (!context.isNull()) {
            avformat_close_input(context);
        }
        if (connection != null) {
            connection.close();
        }
        if (relay != null) {
            relay.close();
        }
        deadline.endClosing();
    }
}
