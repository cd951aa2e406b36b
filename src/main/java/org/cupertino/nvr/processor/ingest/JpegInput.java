package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** JPEG pictures that a camera sends over HTTP: packets without times. */
abstract class JpegInput implements VideoInput {
    private final HttpSource source;
    private final AVCodecParameters codec = avcodec_parameters_alloc();

    /**
     * @param source closed together with this
     */
    JpegInput(HttpSource source) {
        this.source = source;
        codec.codec_type(AVMEDIA_TYPE_VIDEO);
        codec.codec_id(AV_CODEC_ID_MJPEG);
    }

    static void fill(AVPacket packet, JpegReader picture) throws StreamException {
        av_packet_unref(packet);
        int rc = av_new_packet(packet, picture.length());
        if (rc < 0) {
            throw Libav.failure(rc);
        }
        packet.data().put(picture.data(), picture.start(), picture.length());
        packet.flags(AV_PKT_FLAG_KEY);
    }

    @Override
    public AVCodecParameters codec() {
        return codec;
    }

    @Override
    public void close() {
        source.close();
        avcodec_parameters_free(codec);
    }
}
