package org.cupertino.nvr.processor.camera;

import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.cupertino.nvr.routes.TemplatedComponent;

/**
 * {@code camera:{source_id}}: a route that consumes it gets every due frame of that camera as body,
 * a {@link org.cupertino.nvr.processor.frame.Frame} that is valid until the route has finished the
 * exchange. The camera's address is looked up in {@link Cameras}, so none is ever in an endpoint
 * URI.
 */
@org.apache.camel.spi.annotations.Component("camera")
public final class CameraComponent extends DefaultComponent implements TemplatedComponent {
    private final Cameras cameras;
    private final InferenceWorkers workers;

    /**
     * @param workers run the routes
     */
    public CameraComponent(Cameras cameras, InferenceWorkers workers) {
        this.cameras = cameras;
        this.workers = workers;
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        return new CameraEndpoint(uri, this, Integer.parseInt(remaining));
    }

    @Override
    public Component forCheck() {
        return new CameraComponent(null, new InferenceWorkers(1));
    }

    @Override
    public String template() {
        return CameraRoutes.TEMPLATE;
    }

    @Override
    public Map<String, Object> exampleParameters() {
        return Map.of(CameraRoutes.SOURCE, 0);
    }

    Cameras cameras() {
        return cameras;
    }

    InferenceWorkers workers() {
        return workers;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workers.start();
    }

    @Override
    protected void doStop() throws Exception {
        workers.stop();
        super.doStop();
    }
}
