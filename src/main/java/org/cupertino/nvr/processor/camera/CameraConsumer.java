package org.cupertino.nvr.processor.camera;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.ingest.FrameSink;
import org.cupertino.nvr.routes.RouteNames;

/**
 * Takes due frames from a camera's reader thread and runs the route on a worker, while the reader
 * goes on draining the stream. The frame is closed when the route ends, however it ends.
 */
final class CameraConsumer extends DefaultConsumer implements Suspendable, FrameSink {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

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
        connect();
    }

    @Override
    protected void doStop() throws Exception {
        if (camera != null) {
            camera.disconnect(this);
            camera.awaitIdle(System.nanoTime() + STOP_LIMIT.toNanos());
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        // None if the route did not start.
        if (camera != null) {
            camera.disconnect(this);
        }
    }

    @Override
    protected void doResume() {
        connect();
    }

    private void connect() {
        if (!camera.connect(this)) {
            throw new IllegalStateException(
                    "Camera %d has a route already; send its frames on from there"
                            .formatted(camera.sourceId()));
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean hasRoom() {
        return getEndpoint().getComponent().workers().hasRoom();
    }

    @Override
    public void accept(Frame frame) {
        Analysis analysis = new Analysis(this, frame);
        try {
            getEndpoint().getComponent().workers().execute(frame.sourceId(), analysis);
        } catch (RejectedExecutionException e) {
            analysis.discard();
        }
    }

    private record Analysis(CameraConsumer consumer, Frame frame) implements InferenceWorkers.Job {
        @Override
        public void run() {
            consumer.run(frame);
        }

        @Override
        public void discard() {
            frame.close();
            consumer.camera.frameGone();
        }
    }

    private void run(Frame frame) {
        Exchange exchange = null;
        Throwable failure = null;
        try (frame) {
            exchange = createExchange(false);
            exchange.getMessage().setBody(frame);
            exchange.setProperty(RouteNames.FRAME, frame);
            getProcessor().process(exchange);
            failure = failure(exchange);
        } catch (Exception | Error e) {
            failure = e;
        } finally {
            camera.frameDone(failure);
            if (exchange != null) {
                releaseExchange(exchange, false);
            }
        }
    }

    /** Includes one that an error handler handled, but not one that the route itself caught. */
    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        return exchange.getExchangeExtension().isErrorHandlerHandledSet()
                        && exchange.getExchangeExtension().isErrorHandlerHandled()
                ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
                : null;
    }
}
