package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * What is known of one try to open a stream, to say why it failed.
 *
 * @param relay null if libav speaks with the camera itself
 */
record Opening(CameraAddress uri, RtspRelay relay, Deadline deadline, Duration atMost) {
    /** Where there was no connection there is no more to find out. */
    private static final Set<Integer> CLEAR =
            Set.of(
                    Libav.TIMED_OUT,
                    Libav.REFUSED,
                    Libav.NETWORK_UNREACHABLE,
                    Libav.HOST_UNREACHABLE);

    /** Libav does not say enough of why it failed, or was led elsewhere: it is the relay's turn. */
    static final class UnclearException extends StreamException {
        private static final long serialVersionUID = 1L;

        UnclearException() {
            super("the camera sends no video");
        }
    }

    /**
     * The address with its host's name looked up, as libav would do that for as long as it takes.
     * HTTP needs the name itself; with it the look-up only precedes libav's own.
     */
    static String resolved(CameraAddress uri, Access access, int attempt, Deadline deadline)
            throws StreamException {
        InetAddress[] addresses = HostResolver.SYSTEM.resolve(uri.host(), deadline);
        InetAddress at = addresses[attempt % addresses.length];
        access.check(uri, at);
        return uri.scheme().equals("rtsp") ? uri.secretTextAt(at) : uri.secretText();
    }

    /** A duration for a person. */
    static String text(Duration duration) {
        return duration.toMillis() < 1000
                ? duration.toMillis() + " ms"
                : duration.toSeconds() + " s";
    }

    static StreamException noAnswer(Duration atMost) {
        return new StreamException("no answer within " + text(atMost));
    }

    /** Fails for an error code of libav. */
    void check(int rc) throws StreamException {
        if (rc >= 0) {
            return;
        } else if (deadline.expired()) {
            throw noAnswer(atMost);
        } else if (relay != null && relay.failure() != null) {
            throw relay.failure();
        } else if (isDirect() && !CLEAR.contains(rc)) {
            throw new UnclearException();
        } else if (rc == AVERROR_INVALIDDATA) {
            throw new StreamException(
                    uri.isFile()
                            ? "the file is no video, or a damaged one"
                            : "what the camera says of its stream (SDP) cannot be read");
        } else if (rc == Libav.IO_ERROR && uri.isTls()) {
            throw new StreamException(Refusal.NOT_ENCRYPTED);
        }
        throw Libav.failure(rc);
    }

    private boolean isDirect() {
        return relay == null && uri.scheme().equals("rtsp");
    }

    /** Libav follows redirects by itself, to anywhere; the relay checks where they lead. */
    void checkRedirect(AVFormatContext context, String opened) throws UnclearException {
        if (isDirect() && !context.url().getString().equals(opened)) {
            throw new UnclearException();
        }
    }
}
