package org.cupertino.nvr.support;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;

/**
 * A frame from a PNG file, scaled by libswscale as a camera's frames are, once for each size. Holds
 * no native memory, needs no closing, and many threads may use it at once.
 */
public final class PngFrame implements Frame {
    private static final byte GREY = 114;

    private final int width;
    private final int height;
    private final int imageWidth;
    private final byte[] rgb;
    private final boolean letterboxed;
    private final Map<Letterbox, byte[]> pictures = new ConcurrentHashMap<>();

    private PngFrame(BufferedImage image, int width, int height, boolean letterboxed) {
        this.width = width;
        this.height = height;
        this.letterboxed = letterboxed;
        imageWidth = image.getWidth();
        rgb = new byte[3 * imageWidth * image.getHeight()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < imageWidth; x++) {
                int pixel = image.getRGB(x, y);
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
                rgb[at++] = (byte) pixel;
            }
        }
    }

    /** The picture as a camera would give it. */
    public static PngFrame of(InputStream png) {
        BufferedImage image = read(png);
        return new PngFrame(image, image.getWidth(), image.getHeight(), false);
    }

    /** A picture from memory as a camera would give it. */
    public static PngFrame of(BufferedImage image) {
        return new PngFrame(image, image.getWidth(), image.getHeight(), false);
    }

    /** A black picture. */
    public static PngFrame blank(int width, int height) {
        return of(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** A picture that is a network's input already, made from a frame of the given size. */
    public static PngFrame letterboxed(InputStream png, int frameWidth, int frameHeight) {
        return new PngFrame(read(png), frameWidth, frameHeight, true);
    }

    @Override
    public int sourceId() {
        return 0;
    }

    @Override
    public long frameId() {
        return 0;
    }

    @Override
    public Instant capturedAt() {
        return Instant.EPOCH;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void letterbox(Letterbox target, ByteBuffer into) {
        byte[] picture = letterboxed ? rgb : pictures.computeIfAbsent(target, this::scaled);
        if (picture.length != 3 * target.width() * target.height()) {
            throw new IllegalArgumentException("The picture is not of " + target);
        }
        into.duplicate().put(picture);
    }

    private byte[] scaled(Letterbox target) {
        int stride = 3 * target.scaledWidth();
        byte[] inner = new byte[stride * target.scaledHeight()];
        SwsContext context =
                sws_getContext(
                        width,
                        height,
                        AV_PIX_FMT_RGB24,
                        target.scaledWidth(),
                        target.scaledHeight(),
                        AV_PIX_FMT_RGB24,
                        SWS_AREA,
                        null,
                        null,
                        (DoublePointer) null);
        try (BytePointer source = new BytePointer(rgb);
                BytePointer result = new BytePointer((long) inner.length + 64);
                PointerPointer<BytePointer> sources =
                        new PointerPointer<>(source, null, null, null);
                PointerPointer<BytePointer> results =
                        new PointerPointer<>(result, null, null, null);
                IntPointer sourceStrides = new IntPointer(3 * imageWidth, 0, 0, 0);
                IntPointer resultStrides = new IntPointer(stride, 0, 0, 0)) {
            sws_scale(context, sources, sourceStrides, 0, height, results, resultStrides);
            result.get(inner);
        } finally {
            sws_freeContext(context);
        }
        byte[] picture = new byte[3 * target.width() * target.height()];
        Arrays.fill(picture, GREY);
        for (int y = 0; y < target.scaledHeight(); y++) {
            int at = 3 * ((target.y() + y) * target.width() + target.x());
            System.arraycopy(inner, y * stride, picture, at, stride);
        }
        return picture;
    }

    @Override
    public void close() {}

    private static BufferedImage read(InputStream png) {
        try (png) {
            return ImageIO.read(png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
