package org.cupertino.nvr.processor.camera;

import org.cupertino.nvr.timing.Lease;

/**
 * A sampling rate, in frames a second, and the one that replaces it for the time of a lease.
 *
 * @param base for good
 * @param leased while a lease lasts; else the same as base
 * @param lease or null
 */
record SamplingRate(double base, double leased, Lease lease) {
    static SamplingRate forGood(double framesPerSecond) {
        return new SamplingRate(framesPerSecond, framesPerSecond, null);
    }

    SamplingRate leased(double framesPerSecond, Lease by) {
        return new SamplingRate(base, framesPerSecond, by);
    }

    /** Another one for good; what a lease says holds on. */
    SamplingRate based(double framesPerSecond) {
        return new SamplingRate(framesPerSecond, isLeased() ? leased : framesPerSecond, lease);
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

    boolean isRaised() {
        return leased > base;
    }

    /** Whether they differ at most in the time of a lease. */
    boolean equalsButForTime(SamplingRate other) {
        return base == other.base && leased == other.leased && isLeased() == other.isLeased();
    }
}
