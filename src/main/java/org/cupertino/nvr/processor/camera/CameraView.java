package org.cupertino.nvr.processor.camera;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;

/** The cameras of this processor for whoever only reads. No method waits for a change. */
public interface CameraView {
    /** The status of each camera, in order of their numbers. */
    List<SourceStatus> statuses();

    /** What a camera's stream has counted, or nothing if there is no such camera. */
    Optional<StreamStats> stats(int sourceId);

    /** Frames a second that a camera is sampled at now; 0 if there is no such camera. */
    double fps(int sourceId);

    /** Frames of a camera whose route failed, since it was added; 0 if there is no such camera. */
    long framesFailed(int sourceId);

    /** Why the frames of a camera are not analysed, one sentence, if so. */
    Optional<String> analysisProblem();

    /** Why cameras that were removed under a lease are not back, a sentence each. */
    Stream<String> restoreProblems();

    /** What holds for a time only. */
    Stream<LeaseStatus> leases(Clock clock);

    /** Frames a second to sample from a camera without a rate of its own. */
    double maxFps();

    /** The lowest sampling rate, in frames a second, of the cameras that are not paused. */
    double slowestFps();

    /** Whether a lease makes a camera faster than it is for good; false if there is none. */
    boolean isRateRaised(int sourceId);

    /** True if there are cameras and all of them are paused. */
    boolean allPaused();
}
