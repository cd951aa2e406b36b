package org.cupertino.nvr.processor.camera;

import org.cupertino.nvr.timing.Lease;

/**
 * Frames a second to sample: for good, and perhaps others in their place for a while.
 *
 * @param base for good
 * @param leased as long as there is a lease
 * @param lease or null
 */
record SamplingRate(double base, double leased, Lease lease) {
    static SamplingRate forGood(double framesPerSecond) {
        return new SamplingRate(framesPerSecond, framesPerSecond, null);
    }

    SamplingRate leased(double framesPerSecond, Lease by) {
        return new SamplingRate(base, framesPerSecond, by);
    }

    SamplingRate ended() {
        return forGood(base);
    }

    double now() {
        return leased;
    }

    boolean isLeased() {
        return lease != null;
    }

    /** Whether nothing but the time of a lease tells them apart. */
    boolean equalsButForTime(SamplingRate other) {
        return base == other.base && leased == other.leased && isLeased() == other.isLeased();
    }
}
