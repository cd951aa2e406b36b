package org.cupertino.nvr.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.support.ProcessorProcess;

/** One that is started again after each end; it starts processes of this machine. */
final class Orchestrator {
    /** In a wrapper: the folder of logs. */
    static final String LOGS = "@logs@";

    private static final String FALL = "fall_detected";
    private static final String ASSISTED = "resident_assisted";

    private final Stage stage;
    private final List<String> wrapper;
    private final Map<String, String> environment;
    private final Path folder;
    private ProcessorProcess process;

    Orchestrator(Stage stage) throws IOException {
        this(stage, List.of(), Map.of());
    }

    /**
     * @param wrapper that replaces itself by it, with {@link #LOGS} for the folder of logs
     * @param more variables
     */
    Orchestrator(Stage stage, List<String> wrapper, Map<String, String> more) throws IOException {
        this.stage = stage;
        folder = Files.createTempDirectory("faults-");
        this.wrapper = wrapper.stream().map(word -> word.replace(LOGS, logs().toString())).toList();
        environment = new HashMap<>(stage.login("orchestrator"));
        environment.putAll(more);
        environment.put("NVR_HTTP_PORT", "0");
        Files.createDirectory(logs());
        String login = "nvr.mqtt-user=processor\nnvr.mqtt-password=processor\n";
        Files.writeString(
                folder.resolve("site.properties"),
                "nvr.stream-server=%s%n%s"
                        .formatted(
                                stage.cameras.uri("").replaceAll("/$", ""),
                                stage.login("processor").isEmpty() ? "" : login));
        start();
    }

    Path logs() {
        return folder.resolve("logs");
    }

    ProcessorProcess process() {
        return process;
    }

    /** Somebody falls; returns when there is an emergency. */
    void fall(int room, Requests.Meanwhile meanwhile) throws Exception {
        stage.requests().event(FALL, room, "emergency", meanwhile);
    }

    /** And is helped; returns when all is as before. */
    void assisted(int room, Requests.Meanwhile meanwhile) throws Exception {
        stage.requests().event(ASSISTED, room, "normal", meanwhile);
    }

    void killAfter(int milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
        stage.fault();
        process.killAlone();
        start();
    }

    private void start() {
        process =
                stage.with(
                        ProcessorProcess.wrapped(
                                wrapper,
                                environment,
                                "orchestrator",
                                "--mqtt-url=" + stage.proxy.url(),
                                "--processor-config=" + folder.resolve("site.properties"),
                                "--spawn-logs=" + logs(),
                                "--emergency-model=nanodet-g",
                                // As fast as all others, so that each second is due.
                                "--others-fps=1"));
        process.awaitLine("Orchestrator waits for events", Stage.SOON);
    }
}
