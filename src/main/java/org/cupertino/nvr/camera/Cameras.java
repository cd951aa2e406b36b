package org.cupertino.nvr.camera;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.ingest.StreamSettings;
import org.cupertino.nvr.ingest.StreamStats;
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

    /** More than any route takes for a frame. */
    private static final Duration LONGEST_FRAME = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(30);

    private final Map<Integer, Camera> cameras = new ConcurrentSkipListMap<>();
    private final CamelContext context;
    private final StreamFactory streams;
    private volatile double maxFps;
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
     */
    public Cameras(CamelContext context, StreamFactory streams, double maxFps) {
        this.context = context;
        this.streams = streams;
        this.maxFps = maxFps;
    }

    /** Called after every change of a camera's state, on whatever thread noticed it. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /**
     * Starts a camera. It comes up when its stream does.
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
        StreamSettings settings = streams.settings(id, uri);
        Camera camera = new Camera(settings, maxFps, () -> changed.run());
        cameras.put(id, camera);
        try {
            addRoute(id);
            camera.start();
        } catch (Exception e) {
            try {
                discard(id, camera);
            } catch (Exception another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("event", "camera_added")
                .addKeyValue("source_id", id)
                .log("Camera {} is {}, at most {} frames/s", id, camera.maskedUri(), maxFps);
        changed.run();
        return true;
    }

    /**
     * Stops a camera; when it returns no frame of it is on its way.
     *
     * @throws UnknownSourceException if there is none of that number
     */
    public synchronized void remove(int sourceId) throws Exception {
        Camera camera = get(sourceId);
        try {
            discard(sourceId, camera);
        } finally {
            LOG.atInfo()
                    .addKeyValue("event", "camera_removed")
                    .addKeyValue("source_id", sourceId)
                    .log("Camera {} is removed", sourceId);
            changed.run();
        }
    }

    /** Nothing is left of the camera, even when its route does not stop in order. */
    private void discard(int id, Camera camera) throws Exception {
        try {
            camera.close(after(CLOSE_LIMIT));
            removeRoute(id, CLOSE_LIMIT);
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
        for (Map.Entry<Integer, Camera> camera : cameras.entrySet()) {
            camera.getValue().connect(null);
            long by = after(LONGEST_FRAME);
            while (!closed && by - System.nanoTime() > 0) {
                if (camera.getValue().awaitIdle(after(GLANCE))) {
                    break;
                }
            }
            if (closed) {
                throw new IllegalStateException("The processor is stopping");
            }
            removeRoute(camera.getKey(), CLOSE_LIMIT);
            addRoute(camera.getKey());
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
            cameras.values().forEach(Camera::endSoon);
            cameras.values().forEach(camera -> camera.connect(null));
            cameras.values().forEach(camera -> camera.close(by));
            cameras.values().forEach(Camera::abandon);
            for (Integer id : List.copyOf(cameras.keySet())) {
                try {
                    removeRoute(id, Duration.ofNanos(by - System.nanoTime()));
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

    /** Of one camera, or of all and of those to come; at once, without a reconnect. */
    public void setMaxFps(OptionalInt sourceId, double framesPerSecond) {
        chosen(sourceId).forEach(camera -> camera.setMaxFps(framesPerSecond));
        if (sourceId.isEmpty()) {
            maxFps = framesPerSecond;
        }
        changed.run();
    }

    /** Frames a second to sample from a camera for which nothing else is said. */
    public double maxFps() {
        return maxFps;
    }

    /** The least frames a second that a camera which is not paused is asked for. */
    public double slowestFps() {
        return cameras.values().stream()
                .filter(camera -> !camera.isPaused())
                .mapToDouble(Camera::maxFps)
                .min()
                .orElse(maxFps);
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

    Camera get(int sourceId) {
        Camera camera = cameras.get(sourceId);
        if (camera == null) {
            throw new UnknownSourceException(sourceId);
        }
        return camera;
    }

    private Collection<Camera> chosen(OptionalInt sourceId) {
        return sourceId.isPresent() ? List.of(get(sourceId.getAsInt())) : cameras.values();
    }

    private void addRoute(int id) throws Exception {
        TemplatedRouteBuilder.builder(context, TEMPLATE)
                .routeId(routeId(id))
                .parameter("source", id)
                .add();
        context.getRouteController().startRoute(routeId(id));
    }

    private void removeRoute(int id, Duration atMost) throws Exception {
        long limitMs = Math.max(1, atMost.toMillis());
        context.getRouteController().stopRoute(routeId(id), limitMs, TimeUnit.MILLISECONDS);
        context.removeRoute(routeId(id));
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static String routeId(int id) {
        return "camera-" + id;
    }
}
