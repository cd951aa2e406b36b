package org.cupertino.nvr.support;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The pictures of an H.264 or H.265 file as they are sent, to be changed and sent in any way. */
public final class Clip {
    private Clip() {}

    /**
     * One picture.
     *
     * @param units its parts, beginning with its parameter sets in a key frame
     * @param time when it is shown, in 90,000ths of a second
     */
    public record Picture(List<byte[]> units, boolean isKey, boolean isH265, long time) {
        /** The same with other parts. */
        public Picture with(List<byte[]> others) {
            return new Picture(others, isKey, isH265, time);
        }

        /** As a bare stream has it. */
        public byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] unit : units) {
                all.writeBytes(new byte[] {0, 0, 0, 1});
                all.writeBytes(unit);
            }
            return all.toByteArray();
        }
    }

    /** In the order in which they are sent. */
    public static List<Picture> of(Path file) {
        return of(file, "");
    }

    /**
     * @param changes filters of libav's, each after a comma
     */
    public static List<Picture> of(Path file, String changes) {
        AVFormatContext context = new AVFormatContext(null);
        check(avformat_open_input(context, file.toString(), null, (AVDictionary) null));
        boolean h265 = context.streams(0).codecpar().codec_id() == AV_CODEC_ID_HEVC;
        double tick =
                90_000.0
                        * context.streams(0).time_base().num()
                        / context.streams(0).time_base().den();
        AVBSFContext filter = new AVBSFContext(null);
        String bare = h265 ? "hevc_mp4toannexb" : "h264_mp4toannexb";
        check(av_bsf_list_parse_str(bare + changes, filter));
        check(avcodec_parameters_copy(filter.par_in(), context.streams(0).codecpar()));
        check(av_bsf_init(filter));
        AVPacket packet = av_packet_alloc();
        List<Picture> pictures = new ArrayList<>();
        while (av_read_frame(context, packet) >= 0) {
            if (packet.stream_index() == 0) {
                check(av_bsf_send_packet(filter, packet));
                while (av_bsf_receive_packet(filter, packet) >= 0) {
                    byte[] bytes = new byte[packet.size()];
                    packet.data().get(bytes);
                    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                    long time = Math.round(packet.pts() * tick);
                    pictures.add(new Picture(units(bytes), key, h265, time));
                    av_packet_unref(packet);
                }
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        av_bsf_free(filter);
        avformat_close_input(context);
        return pictures;
    }

    private static List<byte[]> units(byte[] bytes) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                if (begin >= 0) {
                    int end = bytes[i - 1] == 0 ? i - 1 : i;
                    units.add(Arrays.copyOfRange(bytes, begin, end));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(bytes, begin, bytes.length));
        return units;
    }

    private static void check(int code) {
        if (code < 0) {
            throw new IllegalStateException("libav: " + code);
        }
    }
}
