package org.cupertino.nvr.camera;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cupertino.nvr.event.LeaseStatus;
import org.cupertino.nvr.event.LeaseStatus.What;
import org.cupertino.nvr.lease.Lease;
import org.cupertino.nvr.lease.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changes the rates of cameras and of those to come, and lets what is leased end in time. Its
 * lock is held for moments only, and never while anybody is told. Thread-safe.
 */
public final class Rates {
    private static final Logger LOG = LoggerFactory.getLogger(Rates.class);

    private final Function<OptionalInt, Collection<Camera>> chosen;
    private final Leases leases;
    private final Runnable changed;
    private volatile Rate byDefault;

    /**
     * @param chosen the camera of that number, or all, those that are away included
     */
    Rates(
            double framesPerSecond,
            Function<OptionalInt, Collection<Camera>> chosen,
            Leases leases,
            Runnable changed) {
        this.byDefault = Rate.forGood(framesPerSecond);
        this.chosen = chosen;
        this.leases = leases;
        this.changed = changed;
    }

    /** Of a camera for which nothing else is said. */
    Rate byDefault() {
        return byDefault;
    }

    /** A new camera, which is among all by now, takes part in what holds for all. */
    synchronized void join(Camera camera) {
        camera.setRate(byDefault);
    }

    /** A camera is gone for good. */
    synchronized void leave(Camera camera) {
        Lease lease = camera.rate().lease();
        if (lease != null && !held().contains(lease)) {
            lease.cancel();
        }
    }

    /**
     * Of one camera, or of all and of those to come; at once, without a reconnect, for good.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void set(OptionalInt sourceId, double framesPerSecond) {
        change(sourceId, before -> Rate.forGood(framesPerSecond));
        changed.run();
    }

    /**
     * As {@link #set}, but for a time only: then each camera goes back to what it had before the
     * first such lease. Again within the time, the time begins anew.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void lease(OptionalInt sourceId, double framesPerSecond, Duration time) {
        boolean different;
        synchronized (this) {
            chosen.apply(sourceId);
            Lease lease = leases.begin(time, ended -> ended(ended, sourceId));
            different = change(sourceId, before -> before.leased(framesPerSecond, lease));
        }
        if (different) {
            changed.run();
        }
    }

    /**
     * Goes back at once to what was before {@link #lease}; nothing to do if there is none.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void endLease(OptionalInt sourceId) {
        if (change(sourceId, Rate::ended)) {
            changed.run();
        }
    }

    private void ended(Lease lease, OptionalInt sourceId) {
        if (change(OptionalInt.empty(), rate -> rate.lease() == lease ? rate.ended() : rate)) {
            if (sourceId.isPresent()) {
                LOG.atWarn()
                        .addKeyValue("event", "lease_ended")
                        .addKeyValue("source_id", sourceId.getAsInt())
                        .log(
                                "Camera {} has its own rate again: nobody renewed the lease",
                                sourceId.getAsInt());
            } else {
                LOG.atWarn()
                        .addKeyValue("event", "lease_ended")
                        .log("All cameras have their own rates again: nobody renewed the lease");
            }
            changed.run();
        }
    }

    /**
     * Gives cameras, and the default if all are meant, another rate.
     *
     * @return whether that is more than the time of a lease
     */
    private synchronized boolean change(OptionalInt sourceId, UnaryOperator<Rate> step) {
        Set<Lease> released = held();
        boolean different = false;
        for (Camera camera : chosen.apply(sourceId)) {
            Rate before = camera.rate();
            camera.setRate(step.apply(before));
            different |= !camera.rate().equalsButForTime(before);
        }
        if (sourceId.isEmpty()) {
            Rate before = byDefault;
            byDefault = step.apply(before);
            different |= !byDefault.equalsButForTime(before);
        }
        released.removeAll(held());
        released.forEach(Lease::cancel);
        return different;
    }

    private Set<Lease> held() {
        Set<Lease> held = new HashSet<>();
        held.add(byDefault.lease());
        chosen.apply(OptionalInt.empty()).forEach(camera -> held.add(camera.rate().lease()));
        held.removeIf(Objects::isNull);
        return held;
    }

    /** What is leased of the rate of all and of those cameras. */
    Stream<LeaseStatus> statuses(Collection<Camera> cameras, Clock clock) {
        return Stream.concat(
                status(null, byDefault, clock),
                cameras.stream()
                        .flatMap(camera -> status(camera.sourceId(), camera.rate(), clock)));
    }

    private static Stream<LeaseStatus> status(Integer sourceId, Rate rate, Clock clock) {
        return rate.isLeased()
                ? Stream.of(
                        new LeaseStatus(
                                What.MAX_FPS, sourceId, rate.lease().until(clock), rate.base()))
                : Stream.empty();
    }
}
