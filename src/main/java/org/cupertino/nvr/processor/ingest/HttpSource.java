package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/**
 * Opens an HTTP connection and settles what comes over it before a demuxer is chosen. Left to its
 * own guess, libav would take a playlist for video and open what that names.
 */
final class HttpSource {
    private static final int TS_PACKET = 188;
    private static final byte TS_SYNC = 0x47;
    private static final int SEEK_SET = 0;

    private HttpSource() {}

    /**
     * Connects and hands the connection to the context, which does not close it.
     *
     * @return 0 or an error code of libav
     */
    static int connect(AVFormatContext context, String url, Map<String, String> options) {
        AVIOContext connection = new AVIOContext(null);
        AVDictionary dictionary = Libav.dictionary(options);
        int rc =
                avio_open2(
                        connection, url, AVIO_FLAG_READ, context.interrupt_callback(), dictionary);
        av_dict_free(dictionary);
        if (rc >= 0) {
            context.pb(connection);
            // Or closing the context before a demuxer is there would close the connection as well.
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
        }
        return Math.min(rc, 0);
    }

    /** Name of the demuxer for what the server sends. */
    static String format(AVIOContext connection) throws StreamException {
        String type = contentType(connection);
        if (type.startsWith("multipart/")) {
            return "mpjpeg";
        }
        if (type.startsWith("video/mp2t") || isTransportStream(connection)) {
            return "mpegts";
        }
        throw new StreamException("the server sends neither MPEG-TS nor Motion JPEG");
    }

    private static String contentType(AVIOContext connection) {
        try (BytePointer type = new BytePointer((BytePointer) null)) {
            if (av_opt_get(connection, "mime_type", AV_OPT_SEARCH_CHILDREN, type) < 0) {
                return "";
            }
            String text = type.getString(StandardCharsets.UTF_8);
            av_free(type);
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private static boolean isTransportStream(AVIOContext connection) {
        byte[] start = new byte[2 * TS_PACKET];
        int got = avio_read(connection, start, start.length);
        return got == start.length
                && start[0] == TS_SYNC
                && start[TS_PACKET] == TS_SYNC
                && avio_seek(connection, 0, SEEK_SET) == 0;
    }
}
