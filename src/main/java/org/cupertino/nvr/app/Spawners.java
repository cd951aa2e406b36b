package org.cupertino.nvr.app;

import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.fleet.spawn.docker.DockerEngine;
import org.cupertino.nvr.fleet.spawn.docker.DockerSpawner;
import org.cupertino.nvr.fleet.spawn.process.ProcessSpawner;

/** The spawner that the options ask for. */
public final class Spawners {
    private Spawners() {}

    /**
     * @param options resolved ones
     * @throws org.cupertino.nvr.config.ConfigException if nothing can be started with them at all
     */
    public static Spawner of(SpawnOptions options) {
        return switch (options.kind()) {
            case PROCESS -> ProcessSpawner.ofThisProgram(options.logs());
            case DOCKER -> new DockerSpawner(options, DockerEngine.ofEnvironment());
        };
    }
}
