package org.cupertino.nvr.processor.camera;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Makes and removes the routes of cameras, from the template {@value #TEMPLATE}. */
record CameraRoutes(CamelContext context) {
    /** Parameter of the template: number of the camera. */
    static final String SOURCE = "source";

    static final String TEMPLATE = "camera";

    /** More than any route takes for a frame. */
    private static final Duration LONGEST_FRAME = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    void add(int sourceId) throws Exception {
        TemplatedRouteBuilder.builder(context, TEMPLATE)
                .routeId(id(sourceId))
                .parameter(SOURCE, sourceId)
                .add();
        context.getRouteController().startRoute(id(sourceId));
    }

    void remove(int sourceId, Duration atMost) throws Exception {
        long limitMs = Math.max(1, atMost.toMillis());
        context.getRouteController().stopRoute(id(sourceId), limitMs, TimeUnit.MILLISECONDS);
        context.removeRoute(id(sourceId));
    }

    /**
     * Makes the route of a camera anew, when no frame is on its way in it.
     *
     * @param closed whether to stop waiting
     */
    void renew(Camera camera, BooleanSupplier closed) throws Exception {
        camera.disconnect();
        long by = System.nanoTime() + LONGEST_FRAME.toNanos();
        while (!closed.getAsBoolean() && by - System.nanoTime() > 0) {
            if (camera.awaitIdle(System.nanoTime() + GLANCE.toNanos())) {
                break;
            }
        }
        if (closed.getAsBoolean()) {
            throw new IllegalStateException("The processor is stopping");
        }
        remove(camera.sourceId(), STOP_LIMIT);
        add(camera.sourceId());
    }

    private static String id(int sourceId) {
        return "camera-" + sourceId;
    }
}
