package org.cupertino.nvr.processor.camera;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras that run, each with its stream and its route. Whoever changes anything holds the
 * monitor of this object; reading needs no lock.
 */
final class RunningCameras {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCameras.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Map<Integer, Camera> cameras = new ConcurrentSkipListMap<>();
    private final CameraRoutes routes;
    private final Runnable changed;
    private volatile boolean closed;

    /**
     * @param changed runs after each removal
     */
    RunningCameras(CameraRoutes routes, Runnable changed) {
        this.routes = routes;
        this.changed = changed;
    }

    /** In order of their numbers. */
    Collection<Camera> all() {
        return cameras.values();
    }

    /** Or null. */
    Camera find(int sourceId) {
        return cameras.get(sourceId);
    }

    /**
     * @throws UnknownSourceException if there is none of that number
     */
    Camera get(int sourceId) {
        Camera camera = cameras.get(sourceId);
        if (camera == null) {
            throw new UnknownSourceException(sourceId);
        }
        return camera;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Starts a camera.
     *
     * @throws Exception if its route cannot be made; nothing is left of it then
     */
    void start(Camera camera) throws Exception {
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
     * Stops a camera; when it returns no frame of it is on its way.
     *
     * @param then gets it, whether it stopped in order or not
     * @throws UnknownSourceException if there is none of that number
     */
    void remove(int sourceId, Consumer<Camera> then) throws Exception {
        Camera camera = get(sourceId);
        try {
            discard(sourceId, camera);
        } finally {
            then.accept(camera);
            removed(sourceId);
        }
    }

    /** Reports that a camera is no longer among those of this processor. */
    void removed(int sourceId) {
        LOG.atInfo()
                .addKeyValue("event", "camera_removed")
                .addKeyValue("source_id", sourceId)
                .log("Camera {} is removed", sourceId);
        changed.run();
    }

    /** Nothing is left of the camera, even when its route does not stop in order. */
    private void discard(int id, Camera camera) throws Exception {
        try {
            camera.close(closeBy());
            routes.remove(id, CLOSE_LIMIT);
        } finally {
            cameras.remove(id);
        }
    }

    /**
     * Makes the route of each camera anew, one after the other; see {@code Cameras.renewRoutes}.
     */
    void renewRoutes() throws Exception {
        for (Camera camera : cameras.values()) {
            routes.renew(camera, this::isClosed);
        }
    }

    /** Closes streams, at the same time, and opens them again. */
    void reopen(Predicate<Camera> chosen) {
        long by = closeBy();
        List<Camera> some = cameras.values().stream().filter(chosen).toList();
        some.forEach(Camera::endSoon);
        some.forEach(camera -> camera.reopen(by));
    }

    /** Nothing starts from now on, and a change under way ends early. */
    void close() {
        closed = true;
    }

    /** Stops all cameras, at the same time; those that hang are left after 2 s. */
    void removeAll() {
        long by = closeBy();
        cameras.values().forEach(Camera::endSoon);
        cameras.values().forEach(camera -> camera.disconnect());
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

    private static long closeBy() {
        return System.nanoTime() + CLOSE_LIMIT.toNanos();
    }
}
