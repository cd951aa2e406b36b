package org.cupertino.nvr.fleet.rule;

import java.time.Duration;

/**
 * For how long a camera has been watched: the time between its frames, as far as one processor saw
 * them without a long gap. A camera that is blind is not quiet, and a clock that is set forward
 * makes no hours. Not thread-safe.
 */
final class Watched {
    private static final Duration LONGEST_GAP = Duration.ofMinutes(10);
    private static final long SILENT_NS = Duration.ofMinutes(1).toNanos();

    private String instanceId;
    private Stamps stamps = new Stamps();
    private long heardAt;

    /**
     * The time that a frame adds. Of several processors that watch the camera one counts, until it
     * is silent.
     *
     * @param nanos now, by a clock that never jumps
     * @return zero if it adds none
     */
    Duration add(Sighting frame, long nanos) {
        if (!frame.instanceId().equals(instanceId)) {
            if (instanceId != null && nanos - heardAt < SILENT_NS) {
                return Duration.ZERO;
            }
            instanceId = frame.instanceId();
            stamps = new Stamps();
        }
        heardAt = nanos;
        var before = stamps.last();
        if (stamps.next(frame.at()) != Stamps.Kind.NEXT) {
            return Duration.ZERO;
        }
        Duration gap = Duration.between(before, frame.at());
        return gap.compareTo(LONGEST_GAP) > 0 ? Duration.ZERO : gap;
    }
}
