package org.cupertino.nvr.processor.ingest;

import java.nio.file.Path;
import java.time.Duration;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.config.RtspTransport;

/**
 * Settings of one stream. Every component but the first two may be null and then has its default.
 *
 * @param sourceId number of the camera, 0 or more
 * @param uri address as {@link CameraUri#of} takes it
 * @param rtspTransport default {@link RtspTransport#TCP}
 * @param filePlayback default {@link FilePlayback#ONCE}
 * @param tlsCaFile PEM file of the authorities that may sign the server of an {@code rtsps} or
 *     {@code https} address; its certificate and host name are verified. Null, the default: the
 *     connection is encrypted but the server is <em>not</em> verified, as hardly any camera has a
 *     certificate that could be
 * @param connectTimeout from the start of a try to the stream being open, and again from there to
 *     its first packet of video. Null, the default: the interval between two sampled frames, at
 *     least 10 s and at most 30 s
 * @param stallTimeout without video for this long, a stream counts as stalled and is opened anew.
 *     Null, the default: ten times the mean interval between pictures in the stream, at least 5 s
 *     and at most 60 s
 * @param maxBackOff the longest wait between two tries, default 60 s
 */
public record StreamSettings(
        int sourceId,
        String uri,
        RtspTransport rtspTransport,
        FilePlayback filePlayback,
        Path tlsCaFile,
        Duration connectTimeout,
        Duration stallTimeout,
        Duration maxBackOff) {

    private static final double SHORTEST_CONNECT_S = 10;
    private static final double LONGEST_CONNECT_S = 30;
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(60);

    /**
     * @throws IllegalArgumentException if the number is negative, the address is not one of a
     *     camera, or a duration is not positive
     */
    public StreamSettings {
        if (sourceId < 0) {
            throw new IllegalArgumentException("the source id must not be negative");
        }
        CameraUri.of(uri);
        rtspTransport = rtspTransport == null ? RtspTransport.TCP : rtspTransport;
        filePlayback = filePlayback == null ? FilePlayback.ONCE : filePlayback;
        connectTimeout = positive("connect timeout", connectTimeout, null);
        stallTimeout = positive("stall timeout", stallTimeout, null);
        maxBackOff = positive("longest back-off", maxBackOff, MAX_BACK_OFF);
    }

    /** A stream with every default. */
    public static StreamSettings of(int sourceId, String uri) {
        return new StreamSettings(sourceId, uri, null, null, null, null, null, null);
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

    private static Duration positive(String name, Duration value, Duration byDefault) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw new IllegalArgumentException("the " + name + " must be positive");
        }
        return value == null ? byDefault : value;
    }

    /** The address without its credentials. */
    @Override
    public String toString() {
        return "StreamSettings[sourceId=" + sourceId + ", uri=" + CameraUri.redact(uri) + "]";
    }
}
