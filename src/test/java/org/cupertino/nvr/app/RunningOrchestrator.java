package org.cupertino.nvr.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;

/** An orchestrator in this JVM, on the routes in the jar; it can start no processors. */
final class RunningOrchestrator implements AutoCloseable {
    private final Main main = new Main();

    /**
     * @param settings by key, such as {@code nvr.mqtt-url}
     */
    RunningOrchestrator(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("nvr.http-port", "0");
        OrchestratorOptions options = OrchestratorOptions.from(all::get, Map.of());
        main.configure()
                .addConfiguration(
                        new OrchestratorConfiguration(options, new NoSpawner(), Optional.empty()));
        main.configure()
                .setRoutesIncludePattern(
                        ProgramFolders.orchestratorRoutesPattern(Optional.empty()));
        main.configure().setShutdownTimeout(2);
        main.start();
    }

    /** What its health check {@code leader} says. */
    String leader() {
        return HealthCheckHelper.invokeReadiness(main.getCamelContext()).stream()
                .filter(result -> result.getCheck().getId().equals("leader"))
                .flatMap(result -> result.getMessage().stream())
                .findFirst()
                .orElseThrow();
    }

    /** Returns when it hears events, or another one does. */
    void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                HealthCheckHelper.invokeReadiness(main.getCamelContext()).stream()
                                        .allMatch(result -> result.getState() == State.UP));
    }

    @Override
    public void close() {
        main.stop();
    }

    private static final class NoSpawner implements Spawner {
        @Override
        public void spawn(String name, Map<String, String> settings) throws SpawnException {
            throw new SpawnException("Nothing is started here");
        }

        @Override
        public Optional<String> ended(String name) {
            return Optional.empty();
        }

        @Override
        public void kill(String name) {
            // There is none.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
