package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.cupertino.nvr.processor.frame.Letterbox;

/**
 * Scales pictures of one stream into network inputs and keeps the native context for the next one
 * of the same kind. May be used by any thread, one at a time, and also after {@link #close()}:
 * frames still under way then are scaled, and the native memory for it is freed at once.
 */
final class Scaler implements AutoCloseable {
    private static final int GREY = 114;

    /** swscale writes a little past the last row. */
    private static final int SPARE_BYTES = 64;

    private static final int HD_HEIGHT = 720;
    private static final int FIXED_POINT_ONE = 1 << 16;

    private final LongAdder nanos;
    private SwsContext context;
    private Kind kind;
    private PointerPointer<BytePointer> planes;
    private IntPointer strides;
    private BytePointer unturned;
    private boolean closed;

    /** What a native context is good for. */
    private record Kind(
            int width,
            int height,
            int format,
            boolean fullRange,
            int matrix,
            int toWidth,
            int toHeight) {

        static Kind of(AVFrame frame, Shown shown, Letterbox target) {
            int matrix = frame.colorspace();
            if (matrix == AVCOL_SPC_UNSPECIFIED) {
                matrix = frame.height() >= HD_HEIGHT ? SWS_CS_ITU709 : SWS_CS_ITU601;
            }
            int format = plain(frame.format());
            boolean full = format != frame.format() || frame.color_range() == AVCOL_RANGE_JPEG;
            return new Kind(
                    frame.width(),
                    frame.height(),
                    format,
                    full,
                    matrix,
                    shown.turned() ? target.scaledHeight() : target.scaledWidth(),
                    shown.turned() ? target.scaledWidth() : target.scaledHeight());
        }

        /** The deprecated formats that say "full range" in their name. */
        private static int plain(int format) {
            if (format == AV_PIX_FMT_YUVJ420P) {
                return AV_PIX_FMT_YUV420P;
            } else if (format == AV_PIX_FMT_YUVJ422P) {
                return AV_PIX_FMT_YUV422P;
            } else if (format == AV_PIX_FMT_YUVJ444P) {
                return AV_PIX_FMT_YUV444P;
            }
            return format == AV_PIX_FMT_YUVJ440P ? AV_PIX_FMT_YUV440P : format;
        }
    }

    /**
     * @param nanos counts the time spent scaling
     */
    Scaler(LongAdder nanos) {
        this.nanos = nanos;
    }

    /** As {@link org.cupertino.nvr.processor.frame.Frame#letterbox}. */
    synchronized void letterbox(AVFrame frame, Shown shown, Letterbox target, ByteBuffer rgb) {
        long size = 3L * target.width() * target.height();
        if (!rgb.isDirect() || rgb.isReadOnly() || rgb.capacity() < size + SPARE_BYTES) {
            throw new IllegalArgumentException(
                    "a direct buffer of " + (size + SPARE_BYTES) + " bytes is needed");
        }
        long start = System.nanoTime();
        prepare(Kind.of(frame, shown, target));
        try (BytePointer pixels = new BytePointer(rgb.duplicate().clear())) {
            Pointer.memset(pixels, GREY, size);
            long corner = (target.y() * (long) target.width() + target.x()) * 3;
            if (shown.isUpright()) {
                scale(frame, pixels.position(corner), 3 * target.width());
            } else {
                turn(frame, shown, target, pixels, corner);
            }
        } finally {
            nanos.add(System.nanoTime() - start);
            if (closed) {
                free();
            }
        }
    }

    private void scale(AVFrame frame, BytePointer to, int stride) {
        planes.put(0, to);
        strides.put(0, stride);
        sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    }

    /** Scales first, as that leaves few pixels, and then copies each row to where it is shown. */
    private void turn(
            AVFrame frame, Shown shown, Letterbox target, BytePointer pixels, long corner) {
        int stride = 3 * target.width();
        int row = 3 * kind.toWidth;
        if (unturned == null) {
            unturned = new BytePointer((long) row * kind.toHeight + SPARE_BYTES);
        }
        scale(frame, unturned.position(0), row);
        int right = (shown.turned() ? stride : 3) * (shown.right() ? 1 : -1);
        int down = (shown.turned() ? 3 : stride) * (shown.down() ? 1 : -1);
        long first = corner;
        first += shown.right() ? 0 : (long) -right * (kind.toWidth - 1);
        first += shown.down() ? 0 : (long) -down * (kind.toHeight - 1);
        for (int y = 0; y < kind.toHeight; y++) {
            // To libav the row is a column of pictures one pixel wide.
            av_image_copy_plane(
                    pixels.position(first + (long) y * down),
                    right,
                    unturned.position((long) y * row),
                    3,
                    3,
                    kind.toWidth);
        }
    }

    private void prepare(Kind wanted) {
        if (wanted.equals(kind)) {
            return;
        }
        free();
        context =
                sws_getContext(
                        wanted.width,
                        wanted.height,
                        wanted.format,
                        wanted.toWidth,
                        wanted.toHeight,
                        AV_PIX_FMT_RGB24,
                        SWS_AREA,
                        null,
                        null,
                        (DoublePointer) null);
        if (context == null) {
            throw new IllegalStateException("pictures of this pixel format cannot be scaled");
        }
        sws_setColorspaceDetails(
                context,
                sws_getCoefficients(wanted.matrix),
                wanted.fullRange ? 1 : 0,
                sws_getCoefficients(SWS_CS_DEFAULT),
                1,
                0,
                FIXED_POINT_ONE,
                FIXED_POINT_ONE);
        planes = new PointerPointer<>(4);
        strides = new IntPointer(4);
        kind = wanted;
    }

    private void free() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
        if (kind != null) {
            planes.close();
            strides.close();
            if (unturned != null) {
                unturned.close();
                unturned = null;
            }
            kind = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        free();
    }
}
