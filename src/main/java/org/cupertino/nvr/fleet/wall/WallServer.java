package org.cupertino.nvr.fleet.wall;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.WallOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the page and what it asks for. Thread-safe. */
final class WallServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WallServer.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 500;

    private final Vertx vertx;
    private final int port;

    /**
     * Starts to serve.
     *
     * @param answering answers what is no file
     * @throws ConfigException if it cannot listen there, or the file of users is wrong; nothing is
     *     left open then
     */
    WallServer(WallOptions options, House house, Pages pages, Answering answering) {
        Gate gate =
                new Gate(options.wallUsers().map(WallUsers::read).orElse(null), options.usesTls());
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(2)
                                .setInternalBlockingPoolSize(1)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        Router router = Router.router(vertx);
        router.route()
                .handler(new Door(options.wallUsers().isPresent(), options.wallNames())::asked);
        gate.install(router);
        router.get().handler(new PageFiles()::asked);
        answering.install(router);
        router.errorHandler(404, context -> Door.refuse(context, 404, "There is nothing here"));
        router.errorHandler(413, context -> Door.refuse(context, 413, "That is too much"));
        router.errorHandler(
                500,
                context -> {
                    LOG.error("A request to the wall failed", context.failure());
                    if (!context.response().headWritten()) {
                        Door.refuse(context, 500, "The wall failed; its log says how");
                    }
                });
        port = listen(options, router);
        vertx.setPeriodic(
                LOOK_EVERY.toMillis(), timer -> pages.send(() -> house.changes(System.nanoTime())));
        vertx.setPeriodic(BEAT_EVERY.toMillis(), timer -> pages.beat());
        LOG.atInfo()
                .addKeyValue("event", "wall_listening")
                .addKeyValue("port", port)
                .log(
                        "The wall is at {}://{}:{}/",
                        options.usesTls() ? "https" : "http",
                        options.wallHost(),
                        port);
        if (options.wallUsers().isPresent() && !options.usesTls() && !options.isLoopback()) {
            LOG.warn("Passwords go over the network in the clear: see --wall-cert");
        }
    }

    private int listen(WallOptions options, Router router) {
        HttpServerOptions http =
                new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout((int) IDLE.toSeconds())
                        .setIdleTimeoutUnit(TimeUnit.SECONDS);
        options.wallCert()
                .ifPresent(
                        cert ->
                                http.setSsl(true)
                                        .setUseAlpn(false)
                                        .setKeyCertOptions(
                                                new PemKeyCertOptions()
                                                        .setCertPath(cert.toString())
                                                        .setKeyPath(
                                                                options.wallKey()
                                                                        .orElseThrow()
                                                                        .toString())));
        HttpServer server = vertx.createHttpServer(http);
        int[] open = new int[1];
        server.connectionHandler(
                connection -> {
                    open[0]++;
                    connection.closeHandler(closed -> open[0]--);
                    if (open[0] > MOST_CONNECTIONS) {
                        connection.close();
                    }
                });
        try {
            return server.requestHandler(router)
                    .listen(options.wallPort(), options.wallHost())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
        } catch (CompletionException e) {
            close();
            if (options.usesTls() && !isOfTheAddress(e.getCause())) {
                throw new ConfigException(
                        "--wall-cert %s and --wall-key %s cannot be used: %s"
                                .formatted(
                                        options.wallCert().orElseThrow(),
                                        options.wallKey().orElseThrow(),
                                        e.getCause().getMessage()));
            }
            throw new ConfigException(
                    "The wall cannot be served on %s:%d (%s); --wall-port names another port"
                            .formatted(
                                    options.wallHost(),
                                    options.wallPort(),
                                    e.getCause().getMessage()));
        }
    }

    private static boolean isOfTheAddress(Throwable cause) {
        return cause instanceof BindException || cause instanceof UnknownHostException;
    }

    /** That it listens on. */
    int port() {
        return port;
    }

    /** Has something done where pages are written to. */
    void later(Runnable task) {
        vertx.runOnContext(ignored -> task.run());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
