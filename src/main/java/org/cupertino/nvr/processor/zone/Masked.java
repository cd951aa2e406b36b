package org.cupertino.nvr.processor.zone;

/** Counts what masks hide; called on the thread of a frame. */
@FunctionalInterface
public interface Masked {
    /**
     * @param count 1 or more
     */
    void masked(int sourceId, int count);
}
