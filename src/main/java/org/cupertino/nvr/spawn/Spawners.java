package org.cupertino.nvr.spawn;

import org.cupertino.nvr.config.SpawnOptions;

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
