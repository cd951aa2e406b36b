package org.cupertino.nvr.fleet.spawn.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.fleet.spawn.ExitReason;
import org.cupertino.nvr.fleet.spawn.SpawnEnvironment;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processors as containers of a Docker engine, named {@code cupertino-nvr-} and their id. A
 * container that has ended stays until its reason is read, or until the next spawner removes it.
 * Whoever may use the engine can read the environment of its containers, so that holds no secret.
 */
public final class DockerSpawner implements Spawner {
    private static final Logger LOG = LoggerFactory.getLogger(DockerSpawner.class);
    private static final Set<String> OVER = Set.of("exited", "dead");
    private static final int LINES = 20;
    private static final int LOGS_WITHIN_S = 10;

    /** One that is made is started within the engine's time limit, or never. */
    private static final int STARTED_WITHIN_S = 60;

    private final DockerContainers containers;
    private final DockerEngine engine;

    /** Exit reasons of removed containers, by name. */
    private final Map<String, String> reasons =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                            return size() > ExitReason.KEPT;
                        }
                    });

    /**
     * @param engine will be closed with this
     */
    public DockerSpawner(SpawnOptions options, DockerEngine engine) {
        this.engine = engine;
        containers = new DockerContainers(options);
        try {
            engine.ask(DockerSpawner::tidy);
        } catch (SpawnException e) {
            LOG.warn("Processors that have ended are not removed: {}", e.getMessage());
        }
    }

    @Override
    public void spawn(String name, Map<String, String> settings) throws SpawnException {
        HandedOver files = HandedOver.of(SpawnEnvironment.of(name, settings));
        try {
            String id =
                    engine.ask(
                            client -> {
                                removeIfOver(client, name);
                                reasons.remove(name);
                                return containers.start(client, name, files);
                            });
            LOG.atInfo()
                    .addKeyValue("event", "processor_spawned")
                    .addKeyValue("spawned_id", name)
                    .log("Started {} as container {}", name, id);
        } catch (SpawnException e) {
            throw new SpawnException(name + " cannot be started: " + e.getMessage());
        }
    }

    @Override
    public Optional<String> ended(String name) {
        try {
            boolean running =
                    engine.ask(
                            client ->
                                    find(client, name).isPresent() && !removeIfOver(client, name));
            return running ? Optional.empty() : Optional.ofNullable(reasons.get(name));
        } catch (SpawnException e) {
            LOG.debug("Whether {} has ended is unknown: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void kill(String name) {
        try {
            engine.ask(
                    client -> {
                        Optional<InspectContainerResponse> found = find(client, name);
                        if (found.isPresent()) {
                            end(client, name, found.get().getId());
                        }
                        return null;
                    });
        } catch (SpawnException e) {
            LOG.warn("Cannot kill {}: {}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    private void end(DockerClient client, String name, String id) throws InterruptedException {
        try {
            client.killContainerCmd(id).exec();
            LOG.warn("Killed {}, container {}", name, id);
        } catch (NotFoundException | ConflictException e) {
            // It has ended by itself.
        }
        if (!removeIfOver(client, name)) {
            DockerContainers.remove(client, id);
        }
    }

    /** Records why a container has ended and removes it; false if it has not. */
    private boolean removeIfOver(DockerClient client, String name) throws InterruptedException {
        Optional<InspectContainerResponse> found = find(client, name);
        if (found.isEmpty() || !OVER.contains(found.get().getState().getStatus())) {
            return false;
        }
        ContainerState state = found.get().getState();
        String code =
                state.getExitCodeLong()
                        + (Boolean.TRUE.equals(state.getOOMKilled()) ? ", out of memory" : "");
        String id = found.get().getId();
        reasons.put(name, ExitReason.of(name, code, output(client, id)));
        DockerContainers.remove(client, id);
        return true;
    }

    private static Optional<InspectContainerResponse> find(DockerClient client, String name) {
        try {
            return Optional.of(client.inspectContainerCmd(DockerContainers.nameOf(name)).exec())
                    .filter(found -> DockerContainers.areOurs(found.getConfig().getLabels()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static String output(DockerClient client, String id) throws InterruptedException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            client.logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LINES)
                    .exec(
                            new ResultCallback.Adapter<Frame>() {
                                @Override
                                public void onNext(Frame frame) {
                                    lines.writeBytes(frame.getPayload());
                                }
                            })
                    .awaitCompletion(LOGS_WITHIN_S, TimeUnit.SECONDS);
        } catch (DockerException e) {
            LOG.debug("The output of container {} cannot be read", id, e);
        }
        return lines.toString(UTF_8);
    }

    private static Void tidy(DockerClient client) {
        List<Container> left =
                client.listContainersCmd()
                        .withLabelFilter(DockerContainers.LABELS)
                        .withStatusFilter(List.of("created", "exited", "dead"))
                        .exec();
        long latest = Instant.now().getEpochSecond() - STARTED_WITHIN_S;
        left.stream()
                .filter(c -> !c.getState().equals("created") || c.getCreated() < latest)
                .forEach(c -> DockerContainers.remove(client, c.getId()));
        return null;
    }
}
