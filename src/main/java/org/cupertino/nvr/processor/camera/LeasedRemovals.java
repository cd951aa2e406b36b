package org.cupertino.nvr.processor.camera;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.cupertino.nvr.timing.BackOff;
import org.cupertino.nvr.timing.Lease;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras that are removed under a lease. Each keeps its settings and comes back when the lease
 * ends; one whose return fails is tried again for ever. Changes are serialised with those of the
 * running cameras, by the same lock; reading never waits for one.
 */
public final class LeasedRemovals {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedRemovals.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    /**
     * @param lease to its end or, when the return failed, to the next try
     * @param problem why it is not back, one sentence, or null
     */
    private record Removal(Camera camera, BackOff backOff, Lease lease, String problem) {}

    private final Map<Integer, Removal> removals = new ConcurrentSkipListMap<>();
    private final RunningCameras running;
    private final SamplingRates rates;
    private final Leases leases;
    private final Runnable changed;

    LeasedRemovals(RunningCameras running, SamplingRates rates, Leases leases, Runnable changed) {
        this.running = running;
        this.rates = rates;
        this.leases = leases;
        this.changed = changed;
    }

    /** Whether that camera is removed under a lease. */
    public boolean contains(int sourceId) {
        return removals.containsKey(sourceId);
    }

    /** How many cameras are removed under a lease. */
    public int count() {
        return removals.size();
    }

    /**
     * Stops a camera as {@link Cameras#remove} does, but for a time only. Then it comes back with
     * its settings, and with what was set for all cameras meanwhile. If it is removed under a lease
     * already, the lease is renewed.
     *
     * @throws UnknownSourceException if it neither runs nor is removed under a lease
     */
    public void remove(int sourceId, Duration time) throws Exception {
        synchronized (running) {
            Removal before = removals.get(sourceId);
            if (before == null) {
                running.remove(sourceId, camera -> keep(camera, time));
                return;
            }
            before.lease().cancel();
            keep(before.camera(), time);
            if (before.problem() != null) {
                changed.run();
            }
        }
    }

    /**
     * Restores a camera now; nothing to do if it runs.
     *
     * @throws UnknownSourceException if it neither runs nor is removed under a lease
     * @throws Exception if it cannot be restored; that is published, and tried again later
     */
    public void restore(int sourceId) throws Exception {
        synchronized (running) {
            Removal removal = removals.get(sourceId);
            if (removal == null) {
                running.get(sourceId);
            } else {
                restore(removal);
            }
        }
    }

    /** Never restores it; false if it is not removed under a lease. The lock is held. */
    boolean forget(int sourceId) {
        Removal removal = removals.remove(sourceId);
        if (removal == null) {
            return false;
        }
        removal.lease().cancel();
        rates.leave(removal.camera());
        return true;
    }

    /** The lock is held. */
    void forgetAll() {
        List.copyOf(removals.keySet()).forEach(this::forget);
    }

    List<Camera> cameras() {
        return removals.values().stream().map(Removal::camera).toList();
    }

    private void keep(Camera camera, Duration time) {
        BackOff backOff = new BackOff(FIRST_RETRY, LONGEST_RETRY);
        removals.put(camera.sourceId(), new Removal(camera, backOff, begin(camera, time), null));
    }

    private Lease begin(Camera camera, Duration time) {
        return leases.begin(time, lease -> ended(camera.sourceId(), lease));
    }

    private void restore(Removal removal) throws Exception {
        try {
            removal.camera().renew();
            running.start(removal.camera());
            removal.lease().cancel();
            removals.remove(removal.camera().sourceId());
        } catch (Exception | Error e) {
            tryLater(removal, e);
            throw e;
        } finally {
            changed.run();
        }
    }

    private void tryLater(Removal removal, Throwable cause) {
        Camera camera = removal.camera();
        LOG.atError()
                .addKeyValue("event", "camera_not_back")
                .addKeyValue("source_id", camera.sourceId())
                .setCause(cause)
                .log("Camera {} cannot be brought back, it will be tried again", camera.sourceId());
        removal.lease().cancel();
        removals.put(
                camera.sourceId(),
                new Removal(
                        camera,
                        removal.backOff(),
                        begin(camera, removal.backOff().next()),
                        "Camera %d cannot be brought back, trying again"
                                .formatted(camera.sourceId())));
    }

    private void ended(int sourceId, Lease lease) {
        synchronized (running) {
            Removal removal = removals.get(sourceId);
            if (removal == null || removal.lease() != lease || running.isClosed()) {
                return;
            }
            if (removal.problem() == null) {
                LOG.atWarn()
                        .addKeyValue("event", "lease_ended")
                        .addKeyValue("source_id", sourceId)
                        .log("Camera {} comes back: its lease was not renewed", sourceId);
            }
            try {
                restore(removal);
            } catch (Exception e) {
                LOG.debug("Camera {} is still removed", sourceId);
            }
        }
    }

    Stream<LeaseStatus> statuses(Clock clock) {
        return removals.values().stream()
                .map(
                        removal ->
                                new LeaseStatus(
                                        What.REMOVED,
                                        removal.camera().sourceId(),
                                        removal.lease().until(clock),
                                        removal.camera().rate().base()));
    }

    /** Why cameras are not back that should be, a sentence each. */
    Stream<String> problems() {
        return removals.values().stream().map(Removal::problem).filter(Objects::nonNull);
    }
}
