package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes one stream on the reader thread, either single key frames or everything.
 *
 * <p>Damaged pictures are discarded as far as libav notices: with H.264 and Motion JPEG nearly
 * always, with H.265 only where the damage breaks the structure.
 */
final class VideoDecoder implements PacketDecoder<AVPacket>, AutoCloseable {
    private static final Set<Integer> CODECS =
            Set.of(AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MJPEG);

    /**
     * Pictures of the largest size that a decoder keeps: as many as level 5.1 of H.264 allows of
     * 4096x2304. Smaller ones may be more.
     */
    private static final int MOST_REFERENCES = 5;

    /** 8192 x 4608. */
    private static final long MOST_PIXELS = 8192L * 4608;

    private final int codecId;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVFrame picture;
    private final LongAdder nanos;
    private final long maxPixels;
    private String refusal;

    /**
     * @param maxPixels of a picture, at most
     * @param nanos counts the time spent decoding
     */
    VideoDecoder(AVCodecParameters parameters, long maxPixels, LongAdder nanos)
            throws StreamException {
        this.nanos = nanos;
        this.maxPixels = maxPixels;
        codecId = parameters.codec_id();
        AVCodec codec = CODECS.contains(codecId) ? avcodec_find_decoder(codecId) : null;
        if (codec == null) {
            throw new StreamException(
                    "the video is "
                            + avcodec_get_name(codecId).getString()
                            + ", not H.264, H.265 or Motion JPEG");
        }
        context = avcodec_alloc_context3(codec);
        frame = av_frame_alloc();
        picture = av_frame_alloc();
        avcodec_parameters_to_context(context, parameters);
        context.thread_count(1);
        // Above what is refused with a sentence, lest that be told as damage.
        context.max_pixels(Math.max(MOST_PIXELS, maxPixels));
        if (codecId == AV_CODEC_ID_MJPEG) {
            // Its damage is in no flag of the picture. The others would refuse whole pictures for
            // broken units beside them, which many cameras send.
            context.err_recognition(AV_EF_EXPLODE);
        }
        int rc = avcodec_open2(context, codec, (AVDictionary) null);
        if (rc < 0) {
            close();
            throw Libav.failure(rc);
        }
    }

    /** Whether packets of a stream with these parameters can go on with this decoder. */
    boolean decodes(AVCodecParameters parameters) {
        return parameters.codec_id() == codecId;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Draining makes the decoder give a picture back that it would keep until the next key frame
     * otherwise; flushing makes it usable again.
     */
    @Override
    public Result keyFrame(AVPacket packet) {
        long start = System.nanoTime();
        avcodec_flush_buffers(context);
        context.skip_frame(AVDISCARD_NONKEY);
        int sent = avcodec_send_packet(context, packet);
        avcodec_send_packet(context, (AVPacket) null);
        Result result = sent < 0 ? Result.CORRUPT : next();
        avcodec_flush_buffers(context);
        nanos.add(System.nanoTime() - start);
        return result;
    }

    @Override
    public void restart() {
        avcodec_flush_buffers(context);
    }

    /**
     * {@inheritDoc}
     *
     * @param packet null at the end of the stream
     */
    @Override
    public boolean send(AVPacket packet) {
        long start = System.nanoTime();
        context.skip_frame(AVDISCARD_DEFAULT);
        int sent = avcodec_send_packet(context, packet);
        nanos.add(System.nanoTime() - start);
        return sent >= 0;
    }

    @Override
    public Result receive() {
        long start = System.nanoTime();
        Result result = next();
        nanos.add(System.nanoTime() - start);
        return result;
    }

    private Result next() {
        int rc = avcodec_receive_frame(context, frame);
        if (rc == AVERROR_EOF || rc == AVERROR_EAGAIN()) {
            return Result.NOTHING;
        }
        boolean whole =
                rc >= 0
                        && frame.decode_error_flags() == 0
                        && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0;
        // swscale ends the process on a frame without these.
        if (!whole || frame.width() <= 0 || frame.height() <= 0 || frame.format() < 0) {
            return Result.CORRUPT;
        }
        long pixels = (long) frame.width() * frame.height();
        if (pixels > maxPixels || pixels * context.refs() > maxPixels * MOST_REFERENCES) {
            refusal =
                    "pictures of %dx%d with %d references are larger than --max-picture allows"
                            .formatted(frame.width(), frame.height(), context.refs());
            av_frame_unref(frame);
            return Result.CORRUPT;
        }
        av_frame_unref(picture);
        av_frame_move_ref(picture, frame);
        return Result.PICTURE;
    }

    /** Why the stream is not decoded at all, or null. */
    String refusal() {
        return refusal;
    }

    @Override
    public boolean isDamaged(AVPacket packet) {
        return (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    }

    @Override
    public int size(AVPacket packet) {
        return packet.size();
    }

    @Override
    public AVPacket keep(AVPacket packet) {
        return av_packet_clone(packet);
    }

    @Override
    public void free(AVPacket packet) {
        av_packet_free(packet);
    }

    /** Presentation time of the picture in the stream's units, or {@code AV_NOPTS_VALUE}. */
    long pictureTime() {
        return picture.best_effort_timestamp();
    }

    /** The picture, without copying it; the caller frees it. */
    AVFrame take() {
        AVFrame taken = av_frame_alloc();
        av_frame_move_ref(taken, picture);
        return taken;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_frame_free(frame);
        av_frame_free(picture);
    }
}
