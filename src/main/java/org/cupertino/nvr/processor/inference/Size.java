package org.cupertino.nvr.processor.inference;

/** Width and height of a network's input, in pixels. */
public record Size(int width, int height) {
    /** The largest side that makes sense; more is a mistake that would eat the memory. */
    static final int MAX_SIDE = 4096;

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
