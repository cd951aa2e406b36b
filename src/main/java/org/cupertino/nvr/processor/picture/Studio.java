package org.cupertino.nvr.processor.picture;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.cupertino.nvr.config.SnapshotPrivacy;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;

/**
 * Makes JPEGs of one size, and keeps the native memory for the next one. All that is to be hidden
 * is hidden before a picture is encoded. For one thread at a time.
 */
final class Studio implements AutoCloseable {
    private static final int WITH_ALL_COLOURS =
            SWS_FULL_CHR_H_INP | SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND;

    private static final int FIXED_POINT_ONE = 1 << 16;

    private final SnapshotPrivacy privacy;
    private final Rgb clear;
    private final Rgb blocks;
    private final Rgb coarse;
    private final SwsContext shrink;
    private final SwsContext enlarge;
    private final SwsContext toYuv;
    private final JpegEncoder encoder;

    /**
     * @param width of the pictures in pixels, 1 or more
     * @param height likewise
     * @param blockPercent of the height, for what is hidden
     */
    Studio(int width, int height, SnapshotPrivacy privacy, double blockPercent) {
        this.privacy = privacy;
        int rows = Math.max(1, Math.min(height, (int) Math.floor(100 / blockPercent)));
        int columns =
                Math.max(1, Math.min(width, (int) Math.floor(rows * (double) width / height)));
        clear = new Rgb(width, height);
        blocks = new Rgb(columns, rows);
        coarse = new Rgb(width, height);
        shrink = scaler(clear, columns, rows, AV_PIX_FMT_RGB24, SWS_AREA | WITH_ALL_COLOURS);
        enlarge = scaler(blocks, width, height, AV_PIX_FMT_RGB24, SWS_POINT | WITH_ALL_COLOURS);
        toYuv = scaler(clear, width, height, AV_PIX_FMT_YUV420P, SWS_AREA);
        encoder = new JpegEncoder(width, height);
        if (shrink == null || enlarge == null || toYuv == null) {
            close();
            throw new IllegalStateException("libav makes no pictures of " + width + "x" + height);
        }
        sws_setColorspaceDetails(
                toYuv,
                sws_getCoefficients(SWS_CS_ITU601),
                1,
                sws_getCoefficients(SWS_CS_ITU601),
                1,
                0,
                FIXED_POINT_ONE,
                FIXED_POINT_ONE);
    }

    private static SwsContext scaler(Rgb from, int width, int height, int format, int flags) {
        return sws_getContext(
                from.width(),
                from.height(),
                AV_PIX_FMT_RGB24,
                width,
                height,
                format,
                flags,
                null,
                null,
                (DoublePointer) null);
    }

    int width() {
        return clear.width();
    }

    int height() {
        return clear.height();
    }

    /**
     * @param hidden where people are, for {@link SnapshotPrivacy#PEOPLE}
     */
    byte[] jpeg(Frame frame, List<People.Area> hidden) {
        double gain = (double) width() / frame.width();
        frame.letterbox(
                new Letterbox(width(), height(), gain, 0, 0, width(), height()), clear.buffer());
        Rgb shown = clear;
        if (privacy != SnapshotPrivacy.CLEAR) {
            scale(shrink, clear, blocks);
            scale(enlarge, blocks, coarse);
            hidden.forEach(area -> clear.copy(coarse, area));
            shown = privacy == SnapshotPrivacy.COARSE ? coarse : clear;
        }
        AVFrame yuv = encoder.picture();
        sws_scale(
                toYuv,
                shown.planes(),
                shown.strides(),
                0,
                shown.height(),
                yuv.data(),
                yuv.linesize());
        return encoder.encode();
    }

    private static void scale(SwsContext scaler, Rgb from, Rgb to) {
        sws_scale(
                scaler, from.planes(), from.strides(), 0, from.height(), to.planes(), to.strides());
    }

    @Override
    public void close() {
        encoder.close();
        for (SwsContext scaler : new SwsContext[] {shrink, enlarge, toYuv}) {
            if (scaler != null) {
                sws_freeContext(scaler);
            }
        }
        clear.close();
        blocks.close();
        coarse.close();
    }
}
