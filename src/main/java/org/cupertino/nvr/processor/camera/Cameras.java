package org.cupertino.nvr.processor.camera;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of this processor. Each has a stream, which {@code ingest} keeps connected, and a
 * route made from the template {@value #TEMPLATE}. Changes are serialised; reading waits for
 * nobody.
 */
public final class Cameras {
    /** Id of the route template a camera's route is made from. */
    public static final String TEMPLATE = "camera";

    private static final Logger LOG = LoggerFactory.getLogger(Cameras.class);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(30);

    private final Map<Integer, Camera> cameras = new ConcurrentSkipListMap<>();
    private final StreamFactory streams;
    private final CameraRoutes routes;
    private final SamplingRates rates;
    private final LeasedRemovals away;
    private volatile boolean closed;
    private volatile Runnable changed = () -> {};

    /** Settings of a camera's stream; the address may be null for the usual one of that number. */
    public interface StreamFactory {
        /**
         * @throws IllegalArgumentException if the address is not one that can be opened
         */
        StreamSettings settings(int sourceId, String uri);
    }

    /**
     * @param maxFps frames a second to sample from a camera for which nothing else is said
     * @param leases what holds for a time
     */
    public Cameras(CamelContext context, StreamFactory streams, double maxFps, Leases leases) {
        this.routes = new CameraRoutes(context);
        this.streams = streams;
        this.rates = new SamplingRates(maxFps, this::chosen, leases, () -> changed.run());
        this.away = new LeasedRemovals(this, rates, leases, () -> changed.run());
    }

    /** Called after every change of a camera's state, on whatever thread noticed it. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /**
     * Starts a camera. It comes up when its stream does. One that was removed for a time comes back
     * as it was, or makes room for the new one if there is an address.
     *
     * @param uri its address, or null for the usual one of that number
     * @return false if there is one of that number already
     * @throws IllegalArgumentException if the address is not one that can be opened
     * @throws IllegalStateException after {@link #removeAll}
     * @throws Exception if its route cannot be made; nothing is left of it then
     */
    public synchronized boolean add(int id, String uri) throws Exception {
        if (cameras.containsKey(id)) {
            return false;
        }
        if (closed) {
            throw new IllegalStateException("The processor is stopping");
        }
        if (uri == null && away.contains(id)) {
            away.bringBack(id);
            return true;
        }
        Camera camera =
                new Camera(streams.settings(id, uri), rates.byDefault(), () -> changed.run());
        start(camera);
        rates.join(camera);
        away.forget(id);
        changed.run();
        return true;
    }

    /** A camera that was removed is there again as it was; the caller tells. */
    void restore(Camera camera) throws Exception {
        camera.renew();
        start(camera);
    }

    private void start(Camera camera) throws Exception {
        int id = camera.sourceId();
        cameras.put(id, camera);
        try {
            routes.add(id);
            camera.start();
        } catch (Exception | Error e) {
            try {
                discard(id, camera);
            } catch (Exception another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        LOG.atDebug()
                .addKeyValue("event", "camera_added")
                .addKeyValue("source_id", id)
                .log(
                        "Camera {} is {}, at most {} frames/s",
                        id,
                        camera.maskedUri(),
                        camera.maxFps());
    }

    /**
     * Stops a camera for good; when it returns no frame of it is on its way. One that is away for a
     * time does not come back.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public synchronized void remove(int sourceId) throws Exception {
        if (away.forget(sourceId)) {
            tellRemoved(sourceId);
        } else {
            remove(sourceId, rates::leave);
        }
    }

    /**
     * Stops a camera.
     *
     * @param then gets it, whether it stopped in order or not
     */
    void remove(int sourceId, Consumer<Camera> then) throws Exception {
        Camera camera = get(sourceId);
        try {
            discard(sourceId, camera);
        } finally {
            then.accept(camera);
            tellRemoved(sourceId);
        }
    }

    private void tellRemoved(int sourceId) {
        LOG.atInfo()
                .addKeyValue("event", "camera_removed")
                .addKeyValue("source_id", sourceId)
                .log("Camera {} is removed", sourceId);
        changed.run();
    }

    /** Nothing is left of the camera, even when its route does not stop in order. */
    private void discard(int id, Camera camera) throws Exception {
        try {
            camera.close(after(CLOSE_LIMIT));
            routes.remove(id, CLOSE_LIMIT);
        } finally {
            cameras.remove(id);
        }
    }

    /**
     * Makes the route of each camera anew, one after the other, from the template as it is now. The
     * streams stay as they are, paused ones included.
     *
     * @throws IllegalStateException if the cameras are stopped meanwhile, which waits for no more
     *     than one of them
     * @throws Exception if a route cannot be made; some may be of the old template then, and that
     *     camera has none
     */
    public synchronized void renewRoutes() throws Exception {
        for (Camera camera : cameras.values()) {
            routes.renew(camera, this::isClosed);
        }
    }

    /** Closes all streams, at the same time, and opens them again; what is paused stays paused. */
    public synchronized void reopen() {
        long by = after(CLOSE_LIMIT);
        cameras.values().forEach(Camera::endSoon);
        cameras.values().forEach(camera -> camera.reopen(by));
        changed.run();
    }

    /** Stops all cameras, at the same time and for good; those that hang are left after 2 s. */
    public void removeAll() {
        // Before the lock: whoever has it gives up then.
        closed = true;
        synchronized (this) {
            long by = after(CLOSE_LIMIT);
            away.forgetAll();
            cameras.values().forEach(Camera::endSoon);
            cameras.values().forEach(camera -> camera.connect(null));
            cameras.values().forEach(camera -> camera.close(by));
            cameras.values().forEach(Camera::abandon);
            for (Integer id : List.copyOf(cameras.keySet())) {
                try {
                    routes.remove(id, Duration.ofNanos(by - System.nanoTime()));
                } catch (Exception e) {
                    LOG.warn("The route of camera {} did not stop: {}", id, e.getMessage());
                }
                cameras.remove(id);
            }
        }
    }

    /**
     * Stops sampling; when it returns no frame of the chosen cameras is on its way.
     *
     * @throws StuckFrameException if one still is after 30 s; the cameras are as before then
     */
    public void pause(OptionalInt sourceId) {
        List<Camera> running =
                chosen(sourceId).stream().filter(camera -> !camera.isPaused()).toList();
        running.forEach(Camera::pause);
        long by = after(PAUSE_LIMIT);
        for (Camera camera : running) {
            if (!camera.awaitIdle(by)) {
                running.forEach(Camera::resume);
                changed.run();
                throw new StuckFrameException(camera.sourceId());
            }
        }
        changed.run();
    }

    /** Goes on sampling. */
    public void resume(OptionalInt sourceId) {
        chosen(sourceId).forEach(Camera::resume);
        changed.run();
    }

    /** How often cameras are sampled, to change it. */
    public SamplingRates rates() {
        return rates;
    }

    /** The cameras that were removed for a time. */
    public LeasedRemovals away() {
        return away;
    }

    /** Frames a second to sample from a camera for which nothing else is said. */
    public double maxFps() {
        return rates.byDefault().now();
    }

    /** What holds for a time only. */
    public Stream<LeaseStatus> leases(Clock clock) {
        return Stream.concat(rates.statuses(cameras.values(), clock), away.statuses(clock));
    }

    /** The least frames a second that a camera which is not paused is asked for. */
    public double slowestFps() {
        return cameras.values().stream()
                .filter(camera -> !camera.isPaused())
                .mapToDouble(Camera::maxFps)
                .min()
                .orElse(maxFps());
    }

    /** True if there are cameras and all of them are paused. */
    public boolean allPaused() {
        return !cameras.isEmpty() && cameras.values().stream().allMatch(Camera::isPaused);
    }

    /** How each camera is, in order of their numbers. */
    public List<SourceStatus> statuses() {
        return cameras.values().stream().map(Camera::status).toList();
    }

    /** What a camera's stream has counted, or nothing if there is no such camera. */
    public Optional<StreamStats> stats(int sourceId) {
        return Optional.ofNullable(cameras.get(sourceId)).map(Camera::stats);
    }

    /** Frames of a camera whose route failed, since it was added; 0 if there is no such camera. */
    public long framesFailed(int sourceId) {
        return Optional.ofNullable(cameras.get(sourceId)).map(Camera::framesFailed).orElse(0L);
    }

    /** Why the frames of a camera are not analysed, one sentence, if so. */
    public Optional<String> trouble() {
        return cameras.values().stream().map(Camera::trouble).filter(Objects::nonNull).findFirst();
    }

    boolean isClosed() {
        return closed;
    }

    Camera get(int sourceId) {
        Camera camera = cameras.get(sourceId);
        if (camera == null) {
            throw new UnknownSourceException(sourceId);
        }
        return camera;
    }

    /** The one, or all, those that are away included. */
    private Collection<Camera> chosen(OptionalInt sourceId) {
        if (sourceId.isPresent()) {
            return List.of(get(sourceId.getAsInt()));
        }
        // In this order, so that one which comes back meanwhile is not missed.
        Set<Camera> all = new LinkedHashSet<>(away.cameras());
        all.addAll(cameras.values());
        return all;
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
