package org.cupertino.nvr.processor.camera;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;

/**
 * The cameras of this processor, to change them. Each has a stream, which {@code ingest} keeps
 * connected, and a route made from the template {@value CameraRoutes#TEMPLATE}. Changes are
 * serialised; reading never waits for one.
 */
public final class Cameras implements CameraView {
    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(30);

    private final StreamFactory streams;
    private final RunningCameras running;
    private final SamplingRates rates;
    private final LeasedRemovals removals;
    private volatile Runnable changed = () -> {};

    /**
     * @param maxFps frames a second to sample from a camera without a rate of its own
     * @param leases what holds for a time
     */
    public Cameras(CamelContext context, StreamFactory streams, double maxFps, Leases leases) {
        this.streams = streams;
        running = new RunningCameras(new CameraRoutes(context), this::changed);
        rates = new SamplingRates(maxFps, this::chosen, leases, this::changed);
        removals = new LeasedRemovals(running, rates, leases, this::changed);
    }

    /** Sets the listener that runs after every change of a camera's state, on any thread. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** Runs that listener, for what is known of cameras changed. */
    public void changed() {
        changed.run();
    }

    /**
     * Starts a camera; its stream connects in the background. One that was removed under a lease
     * comes back with its settings, or is replaced by the new one if there is an address.
     *
     * @param uri its address, or null for the usual one of that number
     * @return false if there is one of that number already
     * @throws IllegalArgumentException if the address is not one that can be opened
     * @throws IllegalStateException after {@link #removeAll}
     * @throws Exception if its route cannot be made; nothing is left of it then
     */
    public boolean add(int id, String uri) throws Exception {
        return add(id, uri, false);
    }

    /**
     * As {@link #add(int, String)}.
     *
     * @param paused whether it samples nothing until it is resumed
     */
    public boolean add(int id, String uri, boolean paused) throws Exception {
        synchronized (running) {
            if (running.find(id) != null) {
                return false;
            }
            if (running.isClosed()) {
                throw new IllegalStateException("The processor is stopping");
            }
            if (uri == null && removals.contains(id)) {
                removals.restore(id);
                return true;
            }
            OptionalDouble fps = streams.maxFps(id);
            Camera camera = new Camera(streams.settings(id, uri), rates.ofNew(fps), this::changed);
            if (paused) {
                camera.pause();
            }
            running.start(camera);
            rates.join(camera, fps);
            removals.forget(id);
            changed();
            return true;
        }
    }

    /**
     * Stops a camera for good; when it returns no frame of it is on its way. One that is removed
     * under a lease does not come back.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public void remove(int sourceId) throws Exception {
        synchronized (running) {
            if (removals.forget(sourceId)) {
                running.removed(sourceId);
            } else {
                running.remove(sourceId, rates::leave);
            }
        }
    }

    /**
     * Makes the route of each camera anew, one after the other, from the template as it is now. The
     * streams stay connected, and paused ones stay paused.
     *
     * @throws IllegalStateException if the cameras are stopped meanwhile, which waits for no more
     *     than one of them
     * @throws Exception if a route cannot be made; some may be of the old template then, and that
     *     camera has none
     */
    public void renewRoutes() throws Exception {
        synchronized (running) {
            running.renewRoutes();
        }
    }

    /** Closes all streams, at the same time, and opens them again; what is paused stays paused. */
    public void reopen() {
        synchronized (running) {
            running.reopen(camera -> true);
            changed();
        }
    }

    /**
     * Opens cameras anew, at the same time, as they are to be opened now. Counters, rates and
     * pauses stay. One that is removed under a lease comes back so.
     *
     * @param sourceIds those that do not exist are left out
     */
    public void renewStreams(Set<Integer> sourceIds) {
        synchronized (running) {
            chosen(OptionalInt.empty()).stream()
                    .filter(camera -> sourceIds.contains(camera.sourceId()))
                    .forEach(c -> c.settings(streams.settings(c.sourceId(), null)));
            running.reopen(camera -> sourceIds.contains(camera.sourceId()));
            changed();
        }
    }

    /** Stops all cameras, at the same time and for good; those that hang are left after 2 s. */
    public void removeAll() {
        // Before the lock: the change that holds it ends early then.
        running.close();
        synchronized (running) {
            removals.forgetAll();
            running.removeAll();
        }
    }

    /**
     * Stops sampling; when it returns no frame of the chosen cameras is on its way.
     *
     * @throws StuckFrameException if one still is after 30 s; the cameras are as before then
     */
    public void pause(OptionalInt sourceId) {
        List<Camera> sampling =
                chosen(sourceId).stream().filter(camera -> !camera.isPaused()).toList();
        sampling.forEach(Camera::pause);
        long by = System.nanoTime() + PAUSE_LIMIT.toNanos();
        for (Camera camera : sampling) {
            if (!camera.awaitIdle(by)) {
                sampling.forEach(Camera::resume);
                changed();
                throw new StuckFrameException(camera.sourceId());
            }
        }
        changed();
    }

    /** Goes on sampling. */
    public void resume(OptionalInt sourceId) {
        chosen(sourceId).forEach(Camera::resume);
        changed();
    }

    /**
     * @throws UnknownSourceException if there is none of that number, or it is removed
     */
    public void check(int sourceId) {
        get(sourceId);
    }

    /** Numbers of those that are not removed. */
    public List<Integer> all() {
        return running.all().stream().map(Camera::sourceId).toList();
    }

    /** Numbers of the paused ones, those that are removed under a lease included. */
    public List<Integer> paused() {
        return chosen(OptionalInt.empty()).stream()
                .filter(Camera::isPaused)
                .map(Camera::sourceId)
                .sorted()
                .toList();
    }

    /** The sampling rates, to change them. */
    public SamplingRates rates() {
        return rates;
    }

    /** The cameras that are removed under a lease. */
    public LeasedRemovals removals() {
        return removals;
    }

    @Override
    public double maxFps() {
        return rates.byDefault().now();
    }

    @Override
    public Stream<LeaseStatus> leases(Clock clock) {
        return Stream.concat(rates.statuses(running.all(), clock), removals.statuses(clock));
    }

    @Override
    public double slowestFps() {
        return running.all().stream()
                .filter(camera -> !camera.isPaused())
                .mapToDouble(Camera::maxFps)
                .min()
                .orElse(maxFps());
    }

    @Override
    public boolean isRateRaised(int sourceId) {
        Camera camera = running.find(sourceId);
        return camera != null && camera.rate().isRaised();
    }

    @Override
    public boolean allPaused() {
        return !running.all().isEmpty() && running.all().stream().allMatch(Camera::isPaused);
    }

    @Override
    public List<SourceStatus> statuses() {
        return running.all().stream()
                .map(camera -> camera.status(streams.name(camera.sourceId())))
                .toList();
    }

    @Override
    public Optional<StreamStats> stats(int sourceId) {
        return Optional.ofNullable(running.find(sourceId)).map(Camera::stats);
    }

    @Override
    public double fps(int sourceId) {
        Camera camera = running.find(sourceId);
        return camera == null ? 0 : camera.rate().now();
    }

    @Override
    public long framesFailed(int sourceId) {
        return Optional.ofNullable(running.find(sourceId)).map(Camera::framesFailed).orElse(0L);
    }

    @Override
    public Optional<String> analysisProblem() {
        return running.all().stream().map(Camera::problem).filter(Objects::nonNull).findFirst();
    }

    @Override
    public Stream<String> restoreProblems() {
        return removals.problems();
    }

    Camera get(int sourceId) {
        return running.get(sourceId);
    }

    /** The one, or all, those that are removed under a lease included. */
    private Collection<Camera> chosen(OptionalInt sourceId) {
        if (sourceId.isPresent()) {
            return List.of(get(sourceId.getAsInt()));
        }
        // In this order, so that one which comes back meanwhile is not missed.
        Set<Camera> all = new LinkedHashSet<>(removals.cameras());
        all.addAll(running.all());
        return all;
    }
}
