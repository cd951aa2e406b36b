package org.cupertino.nvr.processor.frame;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One decoded picture of a camera, a handle on native memory.
 *
 * <p>The receiver of a frame closes it, once, on every path. A frame may change threads, but only
 * one thread uses it at a time. After {@link #close()} every method but the plain getters throws
 * {@link IllegalStateException}.
 */
public interface Frame extends AutoCloseable {
    /** Number of the camera, 0 or more. */
    int sourceId();

    /** Rises by at least one with each sampled frame of a camera, across reconnects too. */
    long frameId();

    /** When the camera took the picture, or when it arrived if the camera sends no time. */
    Instant capturedAt();

    /** Width as the picture is shown, in pixels: turned, and with square pixels. */
    int width();

    /** Height as the picture is shown, in pixels. */
    int height();

    /**
     * Scales the picture into the middle of a network input, keeping its shape, and fills the rest
     * with grey 114, as {@link Letterbox} lays it out.
     *
     * @param rgb direct buffer of at least {@code 3 * target.width() * target.height()} bytes plus
     *     64 spare ones. It receives packed RGB, row by row, from its start; position and limit
     *     stay unchanged
     * @throws IllegalArgumentException if the buffer is not direct or too small
     */
    void letterbox(Letterbox target, ByteBuffer rgb);

    /** Gives the native memory back. Harmless when repeated. */
    @Override
    void close();
}
