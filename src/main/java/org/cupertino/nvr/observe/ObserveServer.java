package org.cupertino.nvr.observe;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's management server with {@code /observe/health/live}, {@code /observe/health/ready} and
 * {@code /observe/metrics}, which shows the meter registry that the context has.
 */
public final class ObserveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveServer.class);
    private static final int FIRST_PORT = 9876;
    private static final int PORTS = 1_000;
    static final Duration IDLE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final int port;

    private ObserveServer(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /**
     * Starts to serve. The context's registry must hold a Prometheus meter registry before. Until
     * the context starts, the answer is 503.
     *
     * @param port 1 to 65535, or empty for the first free one from 9876 on
     * @throws HttpServerException if it cannot listen there; nothing is left open then
     */
    public static ObserveServer start(CamelContext context, String host, OptionalInt port)
            throws Exception {
        return start(context, host, port, IDLE);
    }

    /**
     * @param idle after which a connection on which nothing moves is closed
     */
    static ObserveServer start(CamelContext context, String host, OptionalInt port, Duration idle)
            throws Exception {
        // A few small answers a minute: no threads for each core, no cache of files in /tmp.
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        try {
            HttpDoor door = new HttpDoor(host, request -> answer(context, request));
            int listening = listen(vertx, HttpDoor.options(idle), door, host, port);
            ObserveServer server = new ObserveServer(vertx, listening);
            server.serve(context);
            LOG.atInfo()
                    .addKeyValue("event", "http_listening")
                    .addKeyValue("port", server.port)
                    .log("Health and metrics are at http://{}:{}/observe", host, server.port);
            return server;
        } catch (Exception e) {
            vertx.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    private static void answer(CamelContext context, HttpServerRequest request) {
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(
                        context,
                        VertxPlatformHttpRouter.getRouterNameFromPort(
                                request.localAddress().port()));
        if (router == null) {
            request.response().setStatusCode(503).end();
        } else {
            router.handle(request);
        }
    }

    private static int listen(
            Vertx vertx, HttpServerOptions options, HttpDoor door, String host, OptionalInt port)
            throws HttpServerException {
        int[] candidates =
                port.isPresent()
                        ? new int[] {port.getAsInt()}
                        : IntStream.range(FIRST_PORT, FIRST_PORT + PORTS).toArray();
        Throwable reason = null;
        for (int candidate : candidates) {
            try {
                return vertx.createHttpServer(options)
                        .connectionHandler(door::connected)
                        .requestHandler(door::asked)
                        .listen(candidate, host)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
            } catch (CompletionException e) {
                reason = e.getCause();
            }
        }
        throw new HttpServerException(
                "Health and metrics cannot be served on %s:%d (%s); --http-port names another port, 0 none"
                        .formatted(host, candidates[0], reason.getMessage()));
    }

    /** Camel's server makes the routes and opens no socket; it would take no options for one. */
    private static final class RoutesOnly extends VertxPlatformHttpServer {
        RoutesOnly(VertxPlatformHttpServerConfiguration configuration) {
            super(configuration);
        }

        @Override
        protected void startServer() {}

        @Override
        protected void stopServer() {}
    }

    private void serve(CamelContext context) throws Exception {
        context.getRegistry().bind("observeVertx", vertx);
        ManagementHttpServer server = new ManagementHttpServer();
        server.setCamelContext(context);
        server.setPort(port);
        server.setPath("/");
        server.setHealthCheckEnabled(true);
        server.setHealthPath("/observe/health");
        server.setMetricsEnabled(true);
        // It takes the one that there is for this port.
        context.addService(new RoutesOnly(server.getConfiguration()));
        context.addService(server, true, true);
        MicrometerPrometheus metrics = new MicrometerPrometheus();
        metrics.setCamelContext(context);
        metrics.setPath("/observe/metrics");
        // A series for each route and endpoint would outlive its camera; the cameras' own do not.
        metrics.setEnableRoutePolicy(false);
        metrics.setEnableExchangeEventNotifier(false);
        metrics.setEnableRouteEventNotifier(false);
        metrics.setSkipCamelInfo(true);
        metrics.setClearOnReload(false);
        context.addService(metrics, true, true);
    }

    /** To be called when the context has stopped. */
    @Override
    public void close() {
        vertx.close();
    }
}
