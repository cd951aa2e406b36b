package org.cupertino.nvr.fleet.spawn.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.fleet.spawn.Spawner;

/**
 * An orchestrator that starts one processor and is then gone without a word: {@code name folder
 * [command]}, where no command means more of what it runs itself. It reads the password from {@code
 * TEST_SECRET}.
 */
final class SpawningMain {
    private SpawningMain() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        List<String> command = Arrays.asList(args).subList(2, args.length);
        Spawner spawner =
                command.isEmpty()
                        ? ProcessSpawner.ofThisProgram(Optional.of(folder))
                        : new ProcessSpawner(command, folder);
        spawner.spawn(
                args[0],
                Map.of(
                        "nvr.mqtt-url", System.getenv("TEST_BROKER"),
                        "nvr.mqtt-user", "someone",
                        "nvr.mqtt-password", System.getenv("TEST_SECRET")));
        Runtime.getRuntime().halt(137);
    }
}
