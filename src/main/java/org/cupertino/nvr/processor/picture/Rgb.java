package org.cupertino.nvr.processor.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Native memory for packed RGB, row by row. */
final class Rgb implements AutoCloseable {
    /** swscale writes a little past the last row. */
    private static final int SPARE_BYTES = 64;

    private final int width;
    private final int height;
    private final BytePointer pixels;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);

    /** Both in pixels, 1 or more. */
    Rgb(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new BytePointer(3L * width * height + SPARE_BYTES);
        planes.put(0, pixels);
        strides.put(0, 3 * width);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    PointerPointer<BytePointer> planes() {
        return planes;
    }

    IntPointer strides() {
        return strides;
    }

    /** The same memory. */
    ByteBuffer buffer() {
        return pixels.position(0).asBuffer();
    }

    /** Copies an area from a picture of the same size; what is outside of both is left out. */
    void copy(Rgb from, People.Area area) {
        int left = clamp(Math.floor(area.left() * width), width);
        int right = clamp(Math.ceil(area.right() * width), width);
        int top = clamp(Math.floor(area.top() * height), height);
        int bottom = clamp(Math.ceil(area.bottom() * height), height);
        if (right > left && bottom > top) {
            long corner = (top * (long) width + left) * 3;
            av_image_copy_plane(
                    pixels.position(corner),
                    3 * width,
                    from.pixels.position(corner),
                    3 * width,
                    3 * (right - left),
                    bottom - top);
        }
    }

    private static int clamp(double value, int most) {
        return (int) Math.max(0, Math.min(most, value));
    }

    @Override
    public void close() {
        strides.close();
        planes.close();
        pixels.close();
    }
}
