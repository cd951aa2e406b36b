package org.cupertino.nvr.processor.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.config.RtspTransport;
import org.cupertino.nvr.secret.CameraAddress;

/**
 * The options that libav opens a stream with.
 *
 * <p>What a camera sends cannot make libav open anything else: protocols are limited to what the
 * address itself needs, and demuxers to those that hold video.
 */
final class StreamOptions {
    private static final String FILE_FORMATS = "mov,mp4,matroska,webm,mpegts,avi,h264,hevc,mjpeg";

    private StreamOptions() {}

    /**
     * @param atMost how long opening may take
     */
    static Map<String, String> of(CameraAddress uri, StreamSettings settings, Duration atMost) {
        Map<String, String> options = new HashMap<>();
        switch (uri.scheme()) {
            case "file" -> {
                options.put("protocol_whitelist", "file");
                options.put("format_whitelist", FILE_FORMATS);
            }
            default -> {
                options.put("protocol_whitelist", "rtsp,rtp,udp,tcp");
                options.put("allowed_media_types", "video");
                RtspTransport transport =
                        uri.isTls() ? RtspTransport.TCP : settings.rtspTransport();
                options.put("rtsp_transport", transport.name().toLowerCase(Locale.ROOT));
            }
        }
        if (!uri.isFile()) {
            long micros = TimeUnit.NANOSECONDS.toMicros(atMost.toNanos());
            // A second line only: servers that trickle bytes never run into it.
            options.put("timeout", Long.toString(Math.min(micros, Integer.MAX_VALUE)));
        }
        return options;
    }
}
