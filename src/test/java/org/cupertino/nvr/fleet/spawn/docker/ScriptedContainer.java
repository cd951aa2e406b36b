package org.cupertino.nvr.fleet.spawn.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.cupertino.nvr.app.Spawners;
import org.cupertino.nvr.config.OptionParser;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.docker.Shell;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.support.MosquittoImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Spawns containers of an image whose program is a script in one of its settings. */
@ExtendWith(MosquittoImage.class)
abstract class ScriptedContainer {
    static final Duration SOON = Duration.ofSeconds(90);
    static final String IMAGE = "cupertino-nvr-spawn-it";
    static final String SECRET = "Geheim-7";
    static final String STAYS = "echo up; exec sleep 600";

    final String name = "it-" + UUID.randomUUID();
    final List<String> networks = new ArrayList<>();

    @TempDir static Path context;

    @BeforeAll
    static void build_image() throws IOException {
        // Any image with a shell; this one is there.
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM mosquitto-local:latest\n"
                        + "ENTRYPOINT [\"sh\", \"-c\", \"eval \\\"$NVR_SCRIPT\\\"\"]\n");
        Shell.run("docker", "build", "-t", IMAGE, context.toString());
    }

    @AfterEach
    void remove() {
        Shell.run(
                "sh",
                "-c",
                "docker ps -aq --filter name=^/" + container() + " | xargs -r docker rm -fv");
        networks.forEach(network -> Shell.run("docker", "network", "rm", network));
    }

    static Spawner spawner(String... flags) {
        List<String> all = new ArrayList<>(List.of("--spawn", "docker"));
        if (!List.of(flags).contains("--spawn-image")) {
            all.addAll(List.of("--spawn-image", IMAGE));
        }
        all.addAll(List.of(flags));
        return Spawners.of(options(all.toArray(String[]::new)));
    }

    static SpawnOptions options(String... flags) {
        SpawnOptions options = new SpawnOptions();
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        options.resolve(
                parser.parseArgs(flags), Settings.of(Map.of(), Path.of("target"), Set.of()));
        return options;
    }

    String container() {
        return "cupertino-nvr-" + name;
    }

    String inspect(String format) {
        return Shell.run("docker", "inspect", "--format", format, container());
    }

    boolean exists() {
        return !Shell.run(
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        "name=^/" + container() + "$")
                .isEmpty();
    }
}
