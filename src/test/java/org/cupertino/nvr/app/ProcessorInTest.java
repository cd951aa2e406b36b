package org.cupertino.nvr.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.cupertino.nvr.config.Home;
import org.cupertino.nvr.config.ProcessorOptions;

/** A processor on the shipped routes, inside the test's own process. */
final class ProcessorInTest implements AutoCloseable {
    private final Main main = new Main();

    /** Cameras 0 to n-1 play the demo's clip. */
    static Map<String, String> options(String id, String mqttUrl, int cameras) {
        Map<String, String> options = new HashMap<>();
        String clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath().toString();
        StringBuilder streams = new StringBuilder();
        for (int camera = 0; camera < cameras; camera++) {
            streams.append(camera).append('=').append(clip).append(' ');
        }
        options.put("nvr.instance-id", id);
        options.put("nvr.mqtt-url", mqttUrl);
        options.put("nvr.stream", streams.toString());
        options.put("nvr.file-playback", "loop");
        options.put("nvr.models", Path.of("models").toAbsolutePath().toString());
        options.put("nvr.metrics-interval", "1s");
        options.put("nvr.max-fps", "2");
        return options;
    }

    ProcessorInTest(Map<String, String> options) {
        this(options, Path.of("routes"));
    }

    /** On the routes of a folder, which it follows. */
    ProcessorInTest(Map<String, String> options, Path routes) {
        main.configure()
                .addConfiguration(
                        new ProcessorConfiguration(
                                        ProcessorOptions.from(options::get), renamed -> {})
                                .watching(Optional.of(routes)));
        main.configure().setRoutesIncludePattern(Home.routesPattern(Optional.of(routes)));
        main.configure().setShutdownTimeout(2);
    }

    /** Properties of the site, which routes may name. */
    ProcessorInTest with(Map<String, String> properties) {
        properties.forEach(main::addInitialProperty);
        return this;
    }

    ProcessorInTest start() {
        main.start();
        return this;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
