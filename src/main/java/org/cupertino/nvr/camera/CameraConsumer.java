package org.cupertino.nvr.camera;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.cupertino.nvr.frame.Frame;

/**
 * Takes due frames from a camera's reader thread and runs the route on a worker, so the reader goes
 * on draining the stream. The frame is closed when the route is done, however it ends.
 */
final class CameraConsumer extends DefaultConsumer implements Suspendable {
    private Camera camera;

    CameraConsumer(CameraEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public CameraEndpoint getEndpoint() {
        return (CameraEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        camera = getEndpoint().getComponent().cameras().get(getEndpoint().sourceId());
        camera.connect(this::dispatch);
    }

    @Override
    protected void doStop() throws Exception {
        if (camera != null) {
            camera.connect(null);
            camera.awaitIdle(Duration.ofSeconds(2));
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        camera.connect(null);
    }

    @Override
    protected void doResume() {
        camera.connect(this::dispatch);
    }

    private void dispatch(Frame frame) {
        try {
            getEndpoint().getComponent().workers().execute(frame.sourceId(), () -> run(frame));
        } catch (RejectedExecutionException e) {
            frame.close();
            camera.frameDone();
        }
    }

    private void run(Frame frame) {
        Exchange exchange = createExchange(false);
        try (frame) {
            exchange.getMessage().setBody(frame);
            exchange.setProperty("frame", frame);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                handle(exchange, exchange.getException());
            }
        } catch (Exception e) {
            handle(exchange, e);
        } finally {
            camera.frameDone();
            releaseExchange(exchange, false);
        }
    }

    private void handle(Exchange exchange, Exception e) {
        getExceptionHandler().handleException("Frame not analysed", exchange, e);
    }
}
