package org.cupertino.nvr.fleet.spawn.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.fleet.spawn.SpawnException;

/** The containers of processors, with the rights and limits that compose.yaml gives them. */
final class DockerContainers {
    /** What a container has that is ours. */
    static final Map<String, String> LABELS = Map.of("org.cupertino.nvr.spawned", "true");

    private static final long MOST_CPUS = 2;
    private static final long MOST_THREADS = 256;

    private final SpawnOptions options;

    DockerContainers(SpawnOptions options) {
        this.options = options;
    }

    static String nameOf(String processor) {
        return "cupertino-nvr-" + processor;
    }

    static boolean areOurs(Map<String, String> labels) {
        return labels != null && labels.entrySet().containsAll(LABELS.entrySet());
    }

    /**
     * Makes and starts one, or leaves nothing behind.
     *
     * @return its id
     * @throws SpawnException if the image or a network is missing
     */
    String start(DockerClient client, String processor, HandedOver files) throws SpawnException {
        requireImage(client);
        for (String network : options.networks()) {
            requireNetwork(client, network);
        }
        String id =
                client.createContainerCmd(options.image())
                        .withName(nameOf(processor))
                        .withLabels(LABELS)
                        .withCmd("processor")
                        .withEnv(
                                files.variables().entrySet().stream()
                                        .map(Object::toString)
                                        .toList())
                        .withHostConfig(confinement(client))
                        // What is copied into a container that is read-only must go to a volume.
                        .withVolumes(new Volume(HandedOver.FOLDER))
                        .exec()
                        .getId();
        try {
            client.copyArchiveToContainerCmd(id)
                    .withRemotePath(HandedOver.FOLDER)
                    .withTarInputStream(new ByteArrayInputStream(files.tar()))
                    .exec();
            options.networks().stream()
                    .skip(1)
                    .forEach(
                            network ->
                                    client.connectToNetworkCmd()
                                            .withContainerId(id)
                                            .withNetworkId(network)
                                            .exec());
            client.startContainerCmd(id).exec();
            return id;
        } catch (RuntimeException e) {
            remove(client, id);
            throw e;
        }
    }

    /** Ends it too if it runs; one that is gone is no error. */
    static void remove(DockerClient client, String id) {
        try {
            client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
        } catch (NotFoundException | ConflictException e) {
            // Somebody else has removed it, or is about to.
        }
    }

    private HostConfig confinement(DockerClient client) {
        Integer cpus = client.infoCmd().exec().getNCPU();
        HostConfig config =
                HostConfig.newHostConfig()
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/tmp", "size=256m"))
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges:true"))
                        .withMemory(options.memory())
                        // More than there are is an error.
                        .withNanoCPUs(Math.min(MOST_CPUS, cpus == null ? 1 : cpus) * 1_000_000_000)
                        .withPidsLimit(MOST_THREADS)
                        .withLogConfig(
                                new LogConfig(
                                        LoggingType.JSON_FILE,
                                        Map.of("max-size", "10m", "max-file", "3")))
                        .withExtraHosts(options.extraHosts().toArray(String[]::new));
        return options.networks().isEmpty()
                ? config
                : config.withNetworkMode(options.networks().get(0));
    }

    private void requireImage(DockerClient client) throws SpawnException {
        String image = options.image();
        try {
            client.inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            throw new SpawnException(
                    "the Docker engine has no image "
                            + image
                            + ": build it with docker build -f docker/Dockerfile -t "
                            + image
                            + " . or get it with docker pull "
                            + image);
        }
    }

    private static void requireNetwork(DockerClient client, String network) throws SpawnException {
        try {
            client.inspectNetworkCmd().withNetworkId(network).exec();
        } catch (NotFoundException e) {
            throw new SpawnException(
                    "the Docker engine has no network "
                            + network
                            + ": make it with docker network create "
                            + network
                            + " or correct --spawn-network");
        }
    }
}
