package org.cupertino.nvr.processor.camera;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cupertino.nvr.timing.Lease;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sampling rates of all cameras and of those added later; leased rates end in time. The lock is
 * held for moments only, and never while a listener runs. Thread-safe.
 */
public final class SamplingRates {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingRates.class);

    private final Function<OptionalInt, Collection<Camera>> chosen;
    private final Leases leases;
    private final Runnable changed;
    private volatile SamplingRate byDefault;

    /**
     * @param chosen the camera of that number, or all, those under a leased removal included
     */
    SamplingRates(
            double framesPerSecond,
            Function<OptionalInt, Collection<Camera>> chosen,
            Leases leases,
            Runnable changed) {
        this.byDefault = SamplingRate.forGood(framesPerSecond);
        this.chosen = chosen;
        this.leases = leases;
        this.changed = changed;
    }

    /** Of a camera without a rate of its own. */
    SamplingRate byDefault() {
        return byDefault;
    }

    /** Of a new camera, with a rate of its own or without. */
    SamplingRate ofNew(OptionalDouble own) {
        SamplingRate all = byDefault;
        return own.isPresent() ? all.based(own.getAsDouble()) : all;
    }

    /** Gives a new camera, which is among all by now, what holds for all by now. */
    synchronized void join(Camera camera, OptionalDouble own) {
        camera.setRate(ofNew(own));
    }

    /**
     * Sets the rate of a camera for good, or gives it that of all again; what a lease says holds
     * until it ends. Nothing happens if there is no such camera.
     */
    public synchronized void rebase(int sourceId, OptionalDouble own) {
        for (Camera camera : chosen.apply(OptionalInt.empty())) {
            if (camera.sourceId() == sourceId) {
                camera.setRate(camera.rate().based(own.orElse(byDefault.base())));
            }
        }
    }

    /** Ends what a camera leased that is removed for good. */
    synchronized void leave(Camera camera) {
        Lease lease = camera.rate().lease();
        if (lease != null && !held().contains(lease)) {
            lease.cancel();
        }
    }

    /**
     * Sets the rate of one camera, or of all and of those added later; at once, without a
     * reconnect.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void set(OptionalInt sourceId, double framesPerSecond) {
        change(sourceId, before -> SamplingRate.forGood(framesPerSecond));
        changed.run();
    }

    /**
     * As {@link #set}, but for a time only: then each camera returns to its rate from before the
     * first such lease. A repeat within the time renews the lease.
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
     * Ends a lease at once; does nothing if none is held.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void endLease(OptionalInt sourceId) {
        if (change(sourceId, SamplingRate::ended)) {
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
                                "Camera {} has its own rate again: its lease was not renewed",
                                sourceId.getAsInt());
            } else {
                LOG.atWarn()
                        .addKeyValue("event", "lease_ended")
                        .log("All cameras have their own rates again: the lease was not renewed");
            }
            changed.run();
        }
    }

    /**
     * Gives cameras, and the default if all are meant, another rate.
     *
     * @return whether more than the time of a lease changed
     */
    private synchronized boolean change(OptionalInt sourceId, UnaryOperator<SamplingRate> step) {
        Set<Lease> released = held();
        boolean different = false;
        for (Camera camera : chosen.apply(sourceId)) {
            SamplingRate before = camera.rate();
            camera.setRate(step.apply(before));
            different |= !camera.rate().equalsButForTime(before);
        }
        if (sourceId.isEmpty()) {
            SamplingRate before = byDefault;
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

    /** The leases on the rate of all and on those of these cameras. */
    Stream<LeaseStatus> statuses(Collection<Camera> cameras, Clock clock) {
        return Stream.concat(
                status(null, byDefault, clock),
                cameras.stream()
                        .flatMap(camera -> status(camera.sourceId(), camera.rate(), clock)));
    }

    private static Stream<LeaseStatus> status(Integer sourceId, SamplingRate rate, Clock clock) {
        return rate.isLeased()
                ? Stream.of(
                        new LeaseStatus(
                                What.MAX_FPS, sourceId, rate.lease().until(clock), rate.base()))
                : Stream.empty();
    }
}
