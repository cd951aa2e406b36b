package org.cupertino.nvr.processor.inference;

import java.nio.ByteBuffer;
import org.cupertino.nvr.config.Precision;

/**
 * A network in memory that is warm; {@code toString} says its precision and device. {@link
 * #forward} may run on many threads at once; {@link #close} must not run while it does, or the
 * process dies.
 */
public interface Network extends AutoCloseable {
    /**
     * Runs the network on one picture.
     *
     * @param picture direct, packed RGB from position 0; not to be touched until this returns
     * @param size of the picture, before it is turned
     * @param turn what is done to it before the network sees it
     * @param workspace gives the memory of the result
     * @throws RuntimeException if the network fails; the next picture may work
     */
    Output forward(ByteBuffer picture, Size size, Turn turn, Workspace workspace);

    /** The arithmetic in effect. */
    Precision precision();

    /** Why it is not the arithmetic that was wanted, one sentence; null if it is. */
    String shortfall();

    /** Rows of the output for a picture of the size that it was loaded for. */
    int rows();

    /** Columns of that output. */
    int columns();

    @Override
    void close();
}
