package org.cupertino.nvr.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.cupertino.nvr.app.OrchestratorLauncher;
import org.cupertino.nvr.app.ProcessorLauncher;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.fleet.console.WatchFilter;
import org.cupertino.nvr.mqtt.MqttSettings;

/** Runs a processor with a broker inside, and a wall, and prints what the processor publishes. */
public final class DemoLauncher {
    private final ProcessorOptions options;
    private final ProcessorLauncher processor;

    /**
     * @param options of the processor; the embedded broker is on
     */
    public DemoLauncher(ProcessorOptions options) {
        this.options = options;
        this.processor = new ProcessorLauncher(options);
    }

    /**
     * @param duration after which it ends; empty: when it is interrupted
     * @return the exit code
     */
    public int run(Optional<Duration> duration) throws Exception {
        System.out.printf(
                "The broker is at %s. To see the same elsewhere:%n"
                        + "  mosquitto_sub -p %d -v -t '%s/#'%n",
                options.mqtt().mqttUrl(),
                options.publish().embeddedBrokerPort(),
                options.mqtt().topicPrefix());
        duration.ifPresent(this::endAfter);
        return run(new WatchOnceUp(options, WatchFilter.NONE, () -> {}));
    }

    /**
     * Plays an emergency; ends after it.
     *
     * @return the exit code
     */
    public int runEmergency(OrchestratorOptions orchestrator) throws Exception {
        EmergencyDemo demo =
                new EmergencyDemo(
                        MqttSettings.of(options.mqtt()),
                        options.mqtt().topicPrefix(),
                        new OrchestratorLauncher(orchestrator).main(),
                        processor.main()::completed);
        int exitCode =
                run(
                        new WatchOnceUp(
                                options, new WatchFilter(EmergencyDemo.ROOM, null), demo::start));
        return Math.max(exitCode, demo.exitCode());
    }

    private int run(WatchOnceUp watch) throws Exception {
        processor.main().addMainListener(watch);
        processor.main().addMainListener(new DemoWall(options.mqtt()));
        try {
            return processor.run();
        } finally {
            watch.close();
        }
    }

    private void endAfter(Duration duration) {
        new Timer("demo-end", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                processor.main().completed();
                            }
                        },
                        duration.toMillis());
    }
}
