package org.cupertino.nvr.processor.picture;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** libav's encoder of Motion JPEG for pictures of one size, each of which is a whole JPEG file. */
final class JpegEncoder implements AutoCloseable {
    /** From 2, the best, to 31. */
    private static final int QUALITY = 5;

    private final AVCodecContext context;
    private final AVFrame picture = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private long encoded;

    /** Both in pixels, 1 or more. */
    JpegEncoder(int width, int height) {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.width(width);
        context.height(height);
        context.pix_fmt(AV_PIX_FMT_YUVJ420P);
        context.color_range(AVCOL_RANGE_JPEG);
        // Only with this it is a JFIF file, which says what its colours mean.
        context.sample_aspect_ratio().num(1).den(1);
        context.time_base().num(1).den(1);
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT);
        context.global_quality(FF_QP2LAMBDA * QUALITY);
        picture.width(width);
        picture.height(height);
        picture.format(AV_PIX_FMT_YUVJ420P);
        picture.color_range(AVCOL_RANGE_JPEG);
        try {
            check(av_frame_get_buffer(picture, 0));
            check(avcodec_open2(context, codec, (AVDictionary) null));
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    private static void check(int rc) {
        if (rc < 0) {
            throw new IllegalStateException("libav encodes no such picture (%d)".formatted(rc));
        }
    }

    /** To be filled with what is to be encoded: planes of full range, after ITU-R BT.601. */
    AVFrame picture() {
        check(av_frame_make_writable(picture));
        return picture;
    }

    byte[] encode() {
        picture.pts(encoded++);
        picture.quality(context.global_quality());
        check(avcodec_send_frame(context, picture));
        check(avcodec_receive_packet(context, packet));
        try {
            byte[] jpeg = new byte[packet.size()];
            packet.data().get(jpeg);
            return jpeg;
        } finally {
            av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_frame_free(picture);
        av_packet_free(packet);
    }
}
