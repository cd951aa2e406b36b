package org.cupertino.nvr.camera;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.cupertino.nvr.event.SourceStatus;
import org.cupertino.nvr.ingest.CameraUri;
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

    private final Map<Integer, Camera> cameras = new ConcurrentSkipListMap<>();
    private final CamelContext context;
    private final StreamFactory streams;
    private volatile double maxFps;
    private boolean closed;
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
            removeRoute(id);
            cameras.remove(id);
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("event", "camera_added")
                .addKeyValue("source_id", id)
                .log(
                        "Camera {} is {}, at most {} frames/s",
                        id,
                        CameraUri.of(settings.uri()).masked(),
                        maxFps);
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
        camera.close();
        removeRoute(sourceId);
        cameras.remove(sourceId);
        LOG.atInfo()
                .addKeyValue("event", "camera_removed")
                .addKeyValue("source_id", sourceId)
                .log("Camera {} is removed", sourceId);
        changed.run();
    }

    /** Closes all streams and opens them again; what is paused stays paused. */
    public synchronized void reopen() {
        cameras.values().parallelStream().forEach(Camera::reopen);
        changed.run();
    }

    /** Stops all cameras, at the same time and for good. */
    public synchronized void removeAll() {
        closed = true;
        cameras.values().parallelStream().forEach(Camera::close);
        for (Integer id : List.copyOf(cameras.keySet())) {
            try {
                removeRoute(id);
            } catch (Exception e) {
                LOG.warn("The route of camera {} did not stop: {}", id, e.getMessage());
            }
            cameras.remove(id);
        }
    }

    /** Stops sampling; when it returns no frame of the chosen cameras is on its way. */
    public void pause(OptionalInt sourceId) {
        chosen(sourceId).forEach(Camera::pause);
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

    private void removeRoute(int id) throws Exception {
        context.getRouteController().stopRoute(routeId(id));
        context.removeRoute(routeId(id));
    }

    private static String routeId(int id) {
        return "camera-" + id;
    }
}
