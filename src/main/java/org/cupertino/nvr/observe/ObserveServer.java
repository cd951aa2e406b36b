package org.cupertino.nvr.observe;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
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

    private final Vertx vertx;
    private final int port;

    private ObserveServer(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /**
     * Starts to serve. The context's registry must hold a Prometheus meter registry before.
     *
     * @param port 1 to 65535, or empty for the first free one from 9876 on
     * @throws HttpServerException if it cannot listen there; nothing is left open then
     */
    public static ObserveServer start(CamelContext context, String host, OptionalInt port)
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
            HttpServer holder = hold(vertx, host, port);
            ObserveServer server = new ObserveServer(vertx, holder.actualPort());
            server.serve(context, host);
            context.addStartupListener(new PortRelease(holder));
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

    /** Closes the server that held the port once Camel's has joined it. */
    private record PortRelease(HttpServer holder) implements StartupListener {
        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            // Otherwise Camel's server may not listen yet.
            if (alreadyStarted) {
                close();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            close();
        }

        /** Returns when it answers no request any more, or after 5 s. */
        private void close() {
            holder.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .exceptionally(closedBefore -> null)
                    .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                    .join();
        }
    }

    /**
     * Listens until Camel does. Camel begins when its context starts, and a failure shows in its
     * log alone. Servers of one Vert.x share a port, so Camel's joins this one, and no other
     * process can take the port in between.
     */
    private static HttpServer hold(Vertx vertx, String host, OptionalInt port)
            throws HttpServerException {
        int[] candidates =
                port.isPresent()
                        ? new int[] {port.getAsInt()}
                        : IntStream.range(FIRST_PORT, FIRST_PORT + PORTS).toArray();
        Throwable reason = null;
        for (int candidate : candidates) {
            try {
                return vertx.createHttpServer()
                        .requestHandler(early -> early.response().setStatusCode(503).end())
                        .listen(candidate, host)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException e) {
                reason = e.getCause();
            }
        }
        throw new HttpServerException(
                "Health and metrics cannot be served on %s:%d (%s); --http-port names another port, 0 none"
                        .formatted(host, candidates[0], reason.getMessage()));
    }

    private void serve(CamelContext context, String host) throws Exception {
        context.getRegistry().bind("observeVertx", vertx);
        ManagementHttpServer server = new ManagementHttpServer();
        server.setCamelContext(context);
        server.setHost(host);
        server.setPort(port);
        server.setPath("/");
        server.setHealthCheckEnabled(true);
        server.setHealthPath("/observe/health");
        server.setMetricsEnabled(true);
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
