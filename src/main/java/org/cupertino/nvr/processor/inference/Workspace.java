package org.cupertino.nvr.processor.inference;

import java.nio.ByteBuffer;

/**
 * The memory that one inference at a time works in. It is used again for the next frame and grows
 * to the largest model seen, so neither frames nor changes of model leave native memory to the
 * garbage collector.
 */
public final class Workspace {
    /** What {@code Frame.letterbox} may write past the picture. */
    private static final int SPARE_BYTES = 64;

    private final Candidates candidates = new Candidates();
    private ByteBuffer picture = ByteBuffer.allocateDirect(0);
    private float[] output = {};

    Candidates candidates() {
        return candidates;
    }

    /** Direct memory for a packed RGB picture and the spare bytes after it, from position 0. */
    public ByteBuffer picture(Size size) {
        int bytes = 3 * size.width() * size.height() + SPARE_BYTES;
        if (picture.capacity() < bytes) {
            picture = ByteBuffer.allocateDirect(bytes);
        }
        return picture.clear();
    }

    /** At least so many floats. */
    public float[] output(int length) {
        if (output.length < length) {
            output = new float[length];
        }
        return output;
    }
}
