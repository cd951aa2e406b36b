package org.cupertino.nvr.camera;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code camera:{source_id}}: a route that consumes it gets every due frame of that camera as body,
 * a {@link org.cupertino.nvr.frame.Frame} that is valid until the route is done with the exchange.
 * The camera's address is looked up in {@link Cameras}, so none is ever in an endpoint URI.
 *
 * <p>Routes run on a pool of {@code workers} long-lived threads shared by all cameras.
 */
@Component("camera")
public final class CameraComponent extends DefaultComponent {
    private final Cameras cameras;
    private final int workers;
    private ExecutorService pool;

    /**
     * @param workers threads that run camera routes, inference included; at least 1
     */
    public CameraComponent(Cameras cameras, int workers) {
        this.cameras = cameras;
        this.workers = workers;
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        return new CameraEndpoint(uri, this, Integer.parseInt(remaining));
    }

    Cameras cameras() {
        return cameras;
    }

    ExecutorService pool() {
        return pool;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        AtomicInteger number = new AtomicInteger();
        // Short names: they are what tells ingest from inference in a list of threads.
        pool =
                Executors.newFixedThreadPool(
                        workers,
                        task -> {
                            Thread thread = new Thread(task, "worker-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Override
    protected void doStop() throws Exception {
        if (pool != null) {
            pool.shutdownNow();
        }
        super.doStop();
    }
}
