package org.cupertino.nvr.processor.inference;

/** Width and height of a network's input, in pixels. */
public record Size(int width, int height) {
    /** The largest side that makes sense; more is a mistake that would eat the memory. */
    static final int MAX_SIDE = 4096;

    /** The same, width and height exchanged. */
    Size turned() {
        return new Size(height, width);
    }

    /** The smallest of the same longer side, both sides multiples, that a frame fits into. */
    Size around(int frameWidth, int frameHeight, int multiple) {
        int longer = Math.max(width, height);
        int shorter =
                (int)
                                Math.ceil(
                                        (double) longer
                                                * Math.min(frameWidth, frameHeight)
                                                / Math.max(frameWidth, frameHeight)
                                                / multiple)
                        * multiple;
        return frameWidth >= frameHeight ? new Size(longer, shorter) : new Size(shorter, longer);
    }

    boolean fits(int stride) {
        return width > 0
                && height > 0
                && width <= MAX_SIDE
                && height <= MAX_SIDE
                && width % stride == 0
                && height % stride == 0;
    }

    /** Height first, as an export and a card write it. */
    @Override
    public String toString() {
        return "[" + height + ", " + width + "]";
    }
}
