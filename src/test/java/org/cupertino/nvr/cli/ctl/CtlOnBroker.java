package org.cupertino.nvr.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.cli.Launcher;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real broker, the processors played by the test. */
abstract class CtlOnBroker {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    MqttProbe fleet;
    String prefix;

    @BeforeEach
    void connect() {
        // Another prefix for each test, so that none sees what others left retained.
        prefix = "t" + System.nanoTime();
        fleet =
                new MqttProbe(BROKER.url())
                        .subscribe(prefix + "/control/commands/#", prefix + "/orchestrator/events");
    }

    @AfterEach
    void disconnect() {
        fleet.close();
    }

    void status(String instance, String state) {
        fleet.publish(
                prefix + "/control/status/" + instance,
                "{\"instance_id\":\"%s\",\"status\":\"%s\",\"max_fps\":1,\"sources\":[]}"
                        .formatted(instance, state),
                1,
                true,
                new MqttProperties());
    }

    JsonNode command() {
        return fleet.await(m -> m.topic().equals(prefix + "/control/commands"), SOON).json();
    }

    void answer(String instance, JsonNode command, String status, String more) {
        fleet.publish(
                prefix + "/control/acks/" + instance,
                "{\"instance_id\":\"%s\",\"request_id\":\"%s\",\"ack_status\":\"%s\"%s}"
                        .formatted(instance, command.get("request_id").asText(), status, more));
    }

    CompletableFuture<Integer> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "ctl";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cli(Map.of("NVR_MQTT_URL", BROKER.url(), "NVR_TOPIC_PREFIX", prefix)).run(all);
    }

    Cli cli(Map<String, String> environment) {
        return new Cli(new NoProcessor(), environment, folder)
                .writingTo(new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static final class NoProcessor implements Launcher {
        @Override
        public int wall(WallOptions options) {
            throw new AssertionError("no wall");
        }

        @Override
        public List<String> checkRoutes(WallOptions options, Path folder) {
            throw new AssertionError("ctl looks at no routes");
        }

        @Override
        public void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out) {
            throw new AssertionError("no doctor");
        }

        @Override
        public int tryCamera(
                ProcessorOptions options,
                RuleOptions rules,
                Duration duration,
                Optional<Path> folder,
                Consumer<String> out) {
            throw new AssertionError("no trial");
        }

        @Override
        public int orchestrate(OrchestratorOptions options) {
            throw new AssertionError("no orchestrator");
        }

        @Override
        public int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator) {
            throw new AssertionError("no demo");
        }

        @Override
        public int run(ProcessorOptions options) {
            throw new AssertionError("ctl starts no processor");
        }

        @Override
        public int demo(ProcessorOptions options, Optional<Duration> duration) {
            throw new AssertionError("ctl starts no demo");
        }

        @Override
        public List<String> checkRoutes(ProcessorOptions options, Path folder) {
            throw new AssertionError("ctl looks at no routes");
        }

        @Override
        public List<String> checkRoutes(OrchestratorOptions options, Path folder) {
            throw new AssertionError("ctl looks at no routes");
        }
    }
}
