package org.cupertino.nvr.app;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.mqtt.MqttLink;

/**
 * A processor inside the JVM of the test; it runs when the constructor returns. Settings are the
 * properties without {@code nvr.}.
 */
final class RunningProcessor implements AutoCloseable {
    private final Main main = new Main();

    /** Cameras 0 to n-1 play the demo's clip at 2 frames/s; metrics come every second. */
    static Map<String, String> settings(String id, String mqttUrl, int cameras) {
        String clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath().toString();
        Map<String, String> settings = new HashMap<>();
        settings.put("instance-id", id);
        settings.put("mqtt-url", mqttUrl);
        settings.put(
                "stream",
                IntStream.range(0, cameras)
                        .mapToObj(camera -> camera + "=" + clip + " ")
                        .collect(Collectors.joining()));
        settings.put("file-playback", "loop");
        settings.put("models", Path.of("models").toAbsolutePath().toString());
        settings.put("metrics-interval", "1s");
        settings.put("max-fps", "2");
        return settings;
    }

    /** On the routes in the program. */
    RunningProcessor(Map<String, String> settings) {
        this(settings, Optional.empty(), Map.of());
    }

    /**
     * On the routes of a folder, which it follows.
     *
     * @param site properties that these routes may name
     */
    RunningProcessor(Map<String, String> settings, Path routes, Map<String, String> site) {
        this(settings, Optional.of(routes), site);
    }

    private RunningProcessor(
            Map<String, String> settings, Optional<Path> routes, Map<String, String> site) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((key, value) -> properties.put("nvr." + key, value));
        main.configure()
                .addConfiguration(
                        new ProcessorConfiguration(
                                        ProcessorOptions.from(properties::get), renamed -> {})
                                .watching(routes));
        // In a folder of classes, unlike in a jar, Camel would take the orchestrator's as well.
        Path shipped = Path.of("routes").toAbsolutePath();
        main.configure()
                .setRoutesIncludePattern(
                        ProgramFolders.routesPattern(Optional.of(routes.orElse(shipped))));
        main.configure().setShutdownTimeout(2);
        site.forEach(main::addInitialProperty);
        main.start();
    }

    /** Returns when it takes commands. */
    RunningProcessor awaitConnected() {
        Set<MqttLink> links = context().getRegistry().findByType(MqttLink.class);
        await("its connections")
                .atMost(CommandDesk.SOON)
                .until(() -> links.stream().allMatch(MqttLink::isReady));
        return this;
    }

    /** The Camel context, to look at what is in it. */
    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
