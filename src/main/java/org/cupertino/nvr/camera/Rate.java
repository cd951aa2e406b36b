package org.cupertino.nvr.camera;

import org.cupertino.nvr.lease.Lease;

/**
 * Frames a second to sample: for good, and perhaps others in their place for a while.
 *
 * @param base for good
 * @param leased as long as there is a lease
 * @param lease or null
 */
record Rate(double base, double leased, Lease lease) {
    static Rate forGood(double framesPerSecond) {
        return new Rate(framesPerSecond, framesPerSecond, null);
    }

    Rate leased(double framesPerSecond, Lease by) {
        return new Rate(base, framesPerSecond, by);
    }

    Rate ended() {
        return forGood(base);
    }

    double now() {
        return leased;
    }

    boolean isLeased() {
        return lease != null;
    }

    /** Whether nothing but the time of a lease tells them apart. */
    boolean equalsButForTime(Rate other) {
        return base == other.base && leased == other.leased && isLeased() == other.isLeased();
    }
}
