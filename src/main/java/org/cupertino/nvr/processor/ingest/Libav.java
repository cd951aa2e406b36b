package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;
import org.cupertino.nvr.secret.Redaction;

/** Errors and options of libav. */
final class Libav {
    /** What a camera sends may make libav allocate no more in one piece: a packet of 8K fits. */
    private static final long MOST_AT_ONCE = 64L << 20;

    /** EIO; among other things what a failed TLS handshake gives. */
    static final int IO_ERROR = -5;

    static final int NETWORK_UNREACHABLE = -101;
    static final int TIMED_OUT = -110;
    static final int REFUSED = -111;
    static final int HOST_UNREACHABLE = -113;

    /** By libav's own codes and, from -1 to -133, the negated error numbers of Linux. */
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(-2, "no such file"),
                    Map.entry(IO_ERROR, "read error"),
                    Map.entry(-12, "the camera sends more in one piece than a picture needs"),
                    Map.entry(-13, "access denied"),
                    Map.entry(-22, "the address is not allowed here or not valid"),
                    Map.entry(-32, "the camera closed the connection"),
                    Map.entry(NETWORK_UNREACHABLE, "network unreachable"),
                    Map.entry(-104, "the camera closed the connection"),
                    Map.entry(TIMED_OUT, "no answer"),
                    Map.entry(REFUSED, "connection refused"),
                    Map.entry(HOST_UNREACHABLE, "host unreachable"),
                    Map.entry(AVERROR_EOF, "the camera ended the stream"),
                    Map.entry(AVERROR_INVALIDDATA, "what the camera sends cannot be read as video"),
                    Map.entry(
                            AVERROR_PROTOCOL_NOT_FOUND,
                            "redirected to a kind of address that is not allowed"),
                    Map.entry(
                            AVERROR_HTTP_BAD_REQUEST,
                            "the camera does not understand the request (400)"),
                    Map.entry(
                            AVERROR_HTTP_UNAUTHORIZED,
                            "the camera refuses the login (401): correct user and password in its address"),
                    Map.entry(
                            AVERROR_HTTP_FORBIDDEN,
                            "the camera refuses access (403): give the user the right to watch"),
                    Map.entry(
                            AVERROR_HTTP_NOT_FOUND,
                            "no such stream on the camera (404): correct the path in its address"),
                    Map.entry(AVERROR_HTTP_OTHER_4XX, "the camera refuses the request (4xx)"),
                    Map.entry(
                            AVERROR_HTTP_SERVER_ERROR,
                            "the camera has an internal error (5xx): restart it if that lasts"));

    static {
        LibavLog.install();
        av_max_alloc(MOST_AT_ONCE);
    }

    private Libav() {}

    /** Loads the native library, once a process, however often it is called. */
    static void install() {
        // Loading the class did it.
    }

    /** The failure that an error code of libav stands for. */
    static StreamException failure(int code) {
        boolean login = code == AVERROR_HTTP_UNAUTHORIZED || code == AVERROR_HTTP_FORBIDDEN;
        return new StreamException(login ? Kind.LOGIN_REFUSED : Kind.FAILED, reason(code));
    }

    private static String reason(int code) {
        String known = REASONS.get(code);
        if (known != null) {
            return known;
        }
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Redaction.mask(new String(text, 0, end, StandardCharsets.UTF_8));
    }

    /** A native dictionary; {@code av_dict_free} gives it back. */
    static AVDictionary dictionary(Map<String, String> options) {
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        return dictionary;
    }
}
