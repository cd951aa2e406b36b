package org.cupertino.nvr.fleet.spawn.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Docker engine that may be away or hang: every question is answered or fails in time. */
public final class DockerEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final Pattern MESSAGE =
            Pattern.compile("\"message\" *: *\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

    private final String address;
    private final DockerClient client;
    private final Duration answeredWithin;

    /** The time limit is kept here: on a Unix socket the client's own one does nothing. */
    private final ExecutorService workers =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "docker-engine");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Some steps with the engine; a {@link DockerException} is what the engine refuses. */
    interface Question<T> {
        T ask(DockerClient client) throws SpawnException, InterruptedException;
    }

    /**
     * @throws ConfigException if the address is none that can be used
     */
    DockerEngine(DefaultDockerClientConfig.Builder settings, Duration answeredWithin) {
        this.answeredWithin = answeredWithin;
        try {
            DockerClientConfig config = settings.build();
            address = config.getDockerHost().toString();
            client =
                    DockerClientImpl.getInstance(
                            config,
                            new ZerodepDockerHttpClient.Builder()
                                    .dockerHost(config.getDockerHost())
                                    .connectionTimeout(CONNECTED_WITHIN)
                                    .responseTimeout(answeredWithin)
                                    .build());
        } catch (NoClassDefFoundError e) {
            // Of all settings only those for TLS need what the build leaves out.
            throw new ConfigException(
                    "DOCKER_TLS_VERIFY is set, but an engine cannot be reached over TLS: name a"
                            + " socket of this machine with DOCKER_HOST");
        } catch (RuntimeException e) {
            throw new ConfigException("DOCKER_HOST cannot be used: " + e.getMessage());
        }
    }

    /** The one that DOCKER_HOST names, else this machine's. */
    public static DockerEngine ofEnvironment() {
        return new DockerEngine(
                DefaultDockerClientConfig.createDefaultConfigBuilder(), Duration.ofSeconds(30));
    }

    /**
     * @throws SpawnException if the engine is not there, does not answer in time or refuses
     */
    <T> T ask(Question<T> question) throws SpawnException {
        Future<T> answer = workers.submit(() -> question.ask(client));
        try {
            return answer.get(answeredWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SpawnException(
                    "the Docker engine at "
                            + address
                            + " has not answered for "
                            + answeredWithin.toSeconds()
                            + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpawnException("interrupted");
        } catch (ExecutionException e) {
            throw explained(e.getCause());
        } finally {
            // Closes the connection of one that still waits.
            answer.cancel(true);
        }
    }

    private SpawnException explained(Throwable failure) {
        if (failure instanceof SpawnException e) {
            return e;
        }
        if (failure instanceof DockerException e) {
            return new SpawnException("the Docker engine says: " + message(e));
        }
        if (failure instanceof Error e) {
            throw e;
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new SpawnException(
                "the Docker engine at "
                        + address
                        + " cannot be reached ("
                        + root.getMessage()
                        + "): start it, name another with DOCKER_HOST, or have this user admitted");
    }

    private static String message(DockerException e) {
        Matcher m = MESSAGE.matcher(String.valueOf(e.getMessage()));
        return m.find() ? m.group(1).replace("\\\"", "\"") : e.getMessage();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("The connection to the Docker engine is not closed in order", e);
        }
    }
}
