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
 * The cameras that were removed for a time. Each is kept as it was and comes back when its time is
 * over; one that cannot is tried again for ever. Changes are serialised with those of {@link
 * Cameras}; reading waits for nobody.
 */
public final class LeasedRemovals {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedRemovals.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    /**
     * @param lease to its end or, when that came to nothing, to the next try
     * @param trouble why it is not back, one sentence, or null
     */
    private record Absence(Camera camera, BackOff backOff, Lease lease, String trouble) {}

    private final Map<Integer, Absence> absences = new ConcurrentSkipListMap<>();
    private final Cameras cameras;
    private final SamplingRates rates;
    private final Leases leases;
    private final Runnable changed;

    LeasedRemovals(Cameras cameras, SamplingRates rates, Leases leases, Runnable changed) {
        this.cameras = cameras;
        this.rates = rates;
        this.leases = leases;
        this.changed = changed;
    }

    /** Whether that one is away. */
    public boolean contains(int sourceId) {
        return absences.containsKey(sourceId);
    }

    /** How many are away. */
    public int count() {
        return absences.size();
    }

    /**
     * Stops a camera as {@link Cameras#remove} does, but for a time only: then it comes back as it
     * was, with what was said to all cameras meanwhile. If it is away already, the time begins
     * anew.
     *
     * @throws UnknownSourceException if it is neither here nor away
     */
    public void send(int sourceId, Duration time) throws Exception {
        synchronized (cameras) {
            Absence before = absences.get(sourceId);
            if (before == null) {
                cameras.remove(sourceId, camera -> keep(camera, time));
                return;
            }
            before.lease().cancel();
            keep(before.camera(), time);
            if (before.trouble() != null) {
                changed.run();
            }
        }
    }

    /**
     * Brings a camera back now; nothing to do if it is here.
     *
     * @throws UnknownSourceException if it is neither here nor away
     * @throws Exception if it does not come back; that is told, and tried again later
     */
    public void bringBack(int sourceId) throws Exception {
        synchronized (cameras) {
            Absence absence = absences.get(sourceId);
            if (absence == null) {
                cameras.get(sourceId);
            } else {
                comeBack(absence);
            }
        }
    }

    /** Does not bring it back any more; false if it is not away. The lock is held. */
    boolean forget(int sourceId) {
        Absence absence = absences.remove(sourceId);
        if (absence == null) {
            return false;
        }
        absence.lease().cancel();
        rates.leave(absence.camera());
        return true;
    }

    /** The lock is held. */
    void forgetAll() {
        List.copyOf(absences.keySet()).forEach(this::forget);
    }

    List<Camera> cameras() {
        return absences.values().stream().map(Absence::camera).toList();
    }

    private void keep(Camera camera, Duration time) {
        BackOff backOff = new BackOff(FIRST_RETRY, LONGEST_RETRY);
        absences.put(camera.sourceId(), new Absence(camera, backOff, begin(camera, time), null));
    }

    private Lease begin(Camera camera, Duration time) {
        return leases.begin(time, lease -> ended(camera.sourceId(), lease));
    }

    private void comeBack(Absence absence) throws Exception {
        try {
            cameras.restore(absence.camera());
            absence.lease().cancel();
            absences.remove(absence.camera().sourceId());
        } catch (Exception | Error e) {
            tryLater(absence, e);
            throw e;
        } finally {
            changed.run();
        }
    }

    private void tryLater(Absence absence, Throwable cause) {
        Camera camera = absence.camera();
        LOG.atError()
                .addKeyValue("event", "camera_not_back")
                .addKeyValue("source_id", camera.sourceId())
                .setCause(cause)
                .log("Camera {} cannot be brought back, it will be tried again", camera.sourceId());
        absence.lease().cancel();
        absences.put(
                camera.sourceId(),
                new Absence(
                        camera,
                        absence.backOff(),
                        begin(camera, absence.backOff().next()),
                        "Camera %d cannot be brought back, trying again"
                                .formatted(camera.sourceId())));
    }

    private void ended(int sourceId, Lease lease) {
        synchronized (cameras) {
            Absence absence = absences.get(sourceId);
            if (absence == null || absence.lease() != lease || cameras.isClosed()) {
                return;
            }
            if (absence.trouble() == null) {
                LOG.atWarn()
                        .addKeyValue("event", "lease_ended")
                        .addKeyValue("source_id", sourceId)
                        .log("Camera {} comes back: nobody renewed the lease", sourceId);
            }
            try {
                comeBack(absence);
            } catch (Exception e) {
                LOG.debug("Camera {} is still away", sourceId);
            }
        }
    }

    Stream<LeaseStatus> statuses(Clock clock) {
        return absences.values().stream()
                .map(
                        absence ->
                                new LeaseStatus(
                                        What.REMOVED,
                                        absence.camera().sourceId(),
                                        absence.lease().until(clock),
                                        absence.camera().rate().base()));
    }

    /** Why cameras are not back that should be, a sentence each. */
    public Stream<String> trouble() {
        return absences.values().stream().map(Absence::trouble).filter(Objects::nonNull);
    }
}
