package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Makes bare H.264 streams as cheap cameras send them, from a clip. */
final class OddStream {
    /** Type 240, which says 200 bytes and has 3. */
    static final byte[] SEI_CUT_OFF = {0, 0, 0, 1, 6, (byte) 240, (byte) 200, 1, 2, 3};

    /** User data that is shorter than the identifier in it. */
    static final byte[] SEI_TOO_SHORT = {0, 0, 0, 1, 6, 5, 4, 1, 2, 3, 4, (byte) 0x80};

    /** Parameters of number 9, which no picture uses, and not one whole. */
    static final byte[] PICTURE_PARAMETERS_BROKEN = {0, 0, 0, 1, 0x68, 0x0a, 0x42};

    private OddStream() {}

    /** The clip's stream with a unit before each picture, or before key frames alone. */
    static Path with(byte[] unit, boolean keysOnly, Path clip, Path target) throws IOException {
        AVFormatContext context = new AVFormatContext(null);
        check(avformat_open_input(context, clip.toString(), null, (AVDictionary) null));
        AVBSFContext filter = new AVBSFContext(null);
        check(av_bsf_alloc(av_bsf_get_by_name("h264_mp4toannexb"), filter));
        check(avcodec_parameters_copy(filter.par_in(), context.streams(0).codecpar()));
        check(av_bsf_init(filter));
        AVPacket packet = av_packet_alloc();
        try (OutputStream out = Files.newOutputStream(target)) {
            while (av_read_frame(context, packet) >= 0) {
                if (packet.stream_index() == 0) {
                    check(av_bsf_send_packet(filter, packet));
                    while (av_bsf_receive_packet(filter, packet) >= 0) {
                        out.write(changed(packet, unit, keysOnly));
                        av_packet_unref(packet);
                    }
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
            av_bsf_free(filter);
            avformat_close_input(context);
        }
        return target;
    }

    /** Before the first unit that is a slice. */
    private static byte[] changed(AVPacket packet, byte[] unit, boolean keysOnly) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        ByteArrayOutputStream odd = new ByteArrayOutputStream();
        boolean done = keysOnly && (packet.flags() & AV_PKT_FLAG_KEY) == 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean starts =
                    i + 4 < bytes.length && bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1;
            if (!done && starts && isSlice(bytes[i + 3])) {
                odd.writeBytes(unit);
                done = true;
            }
            odd.write(bytes[i]);
        }
        return odd.toByteArray();
    }

    private static boolean isSlice(byte header) {
        int type = header & 0x1f;
        return type == 1 || type == 5;
    }

    private static void check(int code) throws IOException {
        if (code < 0) {
            throw new IOException("libav: " + code);
        }
    }
}
