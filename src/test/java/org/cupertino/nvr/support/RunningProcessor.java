package org.cupertino.nvr.support;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.main.Main;
import org.cupertino.nvr.app.ProcessorConfiguration;
import org.cupertino.nvr.config.ProcessorOptions;

/** A processor inside the JVM of the test, with the shipped routes. */
public final class RunningProcessor implements AutoCloseable {
    private final Main main = new Main();

    /**
     * Starts one; returns when it runs.
     *
     * @param settings properties without {@code nvr.}
     */
    public RunningProcessor(Mosquitto broker, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("nvr.mqtt-url", broker.url());
        properties.put("nvr.file-playback", "loop");
        settings.forEach((key, value) -> properties.put("nvr." + key, value));
        main.configure()
                .addConfiguration(
                        new ProcessorConfiguration(
                                ProcessorOptions.from(properties::get), id -> {}));
        main.configure().setRoutesIncludePattern("classpath:routes/*.yaml");
        main.configure().setShutdownTimeout(2);
        main.start();
    }

    /** The Camel context, to look at what is left in it. */
    public org.apache.camel.CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
