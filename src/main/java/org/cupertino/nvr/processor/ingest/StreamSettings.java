package org.cupertino.nvr.processor.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.config.RtspTransport;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.secret.Redaction;
import org.cupertino.nvr.site.SiteCameras;

/**
 * Settings of one stream. Every component but the first two may be null and then has its default.
 *
 * @param sourceId number of the camera, 0 or more
 * @param uri address as {@link CameraAddress#of} takes it
 * @param rtspTransport default {@link RtspTransport#TCP}
 * @param filePlayback default {@link FilePlayback#ONCE}
 * @param tlsCaFile PEM file of the CA certificates trusted for {@code rtsps} and {@code https}
 *     addresses; certificate and host name of the server are verified. Null, the default: the
 *     connection is encrypted but the server is <em>not</em> verified, as hardly any camera has a
 *     certificate that could be
 * @param connectTimeout from the start of a try to the stream being open, and again from there to
 *     its first packet of video. Null, the default: the interval between two sampled frames, at
 *     least 10 s and at most 30 s
 * @param stallTimeout without video for this long, a stream counts as stalled and is opened anew.
 *     Null, the default: ten times the mean interval between pictures in the stream, at least 5 s
 *     and at most 60 s
 * @param maxBackOff the longest wait between two tries, default 60 s
 * @param keyFramesOnly whether to decode nothing but key frames, even where they come too seldom
 *     for the rate
 * @param maxPixels pixels of the largest picture that is decoded, default 4096x2304; of the largest
 *     a decoder keeps five, of smaller ones more
 * @param access default: to anywhere, without secrets
 */
public record StreamSettings(
        int sourceId,
        String uri,
        RtspTransport rtspTransport,
        FilePlayback filePlayback,
        Path tlsCaFile,
        Duration connectTimeout,
        Duration stallTimeout,
        Duration maxBackOff,
        boolean keyFramesOnly,
        Long maxPixels,
        Access access) {

    /** 4096x2304. */
    private static final long MAX_PIXELS = 4096L * 2304;

    private static final double SHORTEST_CONNECT_S = 10;
    private static final double LONGEST_CONNECT_S = 30;
    private static final long SHORTEST_STALL = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_STALL = TimeUnit.SECONDS.toNanos(60);
    private static final int STALL_INTERVALS = 10;
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(60);

    /**
     * @throws IllegalArgumentException if the number is negative, the address is not one of a
     *     camera, or a duration is not positive
     */
    public StreamSettings {
        if (sourceId < 0) {
            throw new IllegalArgumentException("the source id must not be negative");
        }
        CameraAddress.of(uri);
        rtspTransport = rtspTransport == null ? RtspTransport.TCP : rtspTransport;
        filePlayback = filePlayback == null ? FilePlayback.ONCE : filePlayback;
        connectTimeout = positive("connect timeout", connectTimeout, null);
        stallTimeout = positive("stall timeout", stallTimeout, null);
        maxBackOff = positive("longest back-off", maxBackOff, MAX_BACK_OFF);
        maxPixels = maxPixels == null ? Long.valueOf(MAX_PIXELS) : maxPixels;
        access = access == null ? Access.OPEN : access;
    }

    /** As the other, with access to anywhere. */
    public StreamSettings(
            int sourceId,
            String uri,
            RtspTransport rtspTransport,
            FilePlayback filePlayback,
            Path tlsCaFile,
            Duration connectTimeout,
            Duration stallTimeout,
            Duration maxBackOff,
            boolean keyFramesOnly,
            Long maxPixels) {
        this(
                sourceId,
                uri,
                rtspTransport,
                filePlayback,
                tlsCaFile,
                connectTimeout,
                stallTimeout,
                maxBackOff,
                keyFramesOnly,
                maxPixels,
                null);
    }

    /** A stream with every default. */
    public static StreamSettings of(int sourceId, String uri) {
        return new StreamSettings(sourceId, uri, null, null, null, null, null, null, false, null);
    }

    /**
     * A stream as the site asks for it.
     *
     * @param uri the camera's address, or null for that of its number
     */
    public static StreamSettings of(SiteCameras site, int sourceId, String uri) {
        CameraOptions options = site.options();
        return new StreamSettings(
                sourceId,
                uri == null ? site.addressOf(sourceId) : uri,
                options.rtspTransport(),
                options.filePlayback(),
                options.cameraCa().orElse(null),
                options.connectTimeout().orElse(null),
                options.stallTimeout().orElse(null),
                null,
                site.keyFramesOnly(sourceId),
                options.maxPixels(),
                new Access(site.networks(), options.cameraSecrets().orElse(null)));
    }

    /**
     * How long a connect may take.
     *
     * @param maxFps frames a second that are sampled
     */
    Duration connectLimit(double maxFps) {
        if (connectTimeout != null) {
            return connectTimeout;
        }
        double interval = Math.max(SHORTEST_CONNECT_S, Math.min(LONGEST_CONNECT_S, 1 / maxFps));
        return Duration.ofMillis((long) (interval * 1_000));
    }

    /**
     * How long the next packet of video may take, in nanoseconds.
     *
     * @param maxFps frames a second that are sampled
     */
    long readLimit(StreamRhythm rhythm, double maxFps) {
        if (rhythm.isNew()) {
            return connectLimit(maxFps).toNanos();
        } else if (stallTimeout != null) {
            return stallTimeout.toNanos();
        } else if (!rhythm.known()) {
            return LONGEST_STALL;
        }
        long derived = STALL_INTERVALS * rhythm.frameInterval();
        return Math.max(SHORTEST_STALL, Math.min(LONGEST_STALL, derived));
    }

    private static Duration positive(String name, Duration value, Duration byDefault) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw new IllegalArgumentException("the " + name + " must be positive");
        }
        return value == null ? byDefault : value;
    }

    /** The address without its credentials. */
    @Override
    public String toString() {
        return "StreamSettings[sourceId=" + sourceId + ", uri=" + Redaction.mask(uri) + "]";
    }
}
