package org.cupertino.nvr.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.cli.Launcher;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.demo.EmergencyDemo;
import org.cupertino.nvr.fleet.console.Colours;
import org.cupertino.nvr.fleet.console.Watch;
import org.cupertino.nvr.fleet.console.WatchFilter;
import org.cupertino.nvr.log.Logging;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.observe.HttpServerException;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.routes.RouteCheck;
import org.cupertino.nvr.routes.RouteFault;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Runs a processor as a Camel application of its own. */
public final class CamelLauncher implements Launcher {
    @Override
    public int run(ProcessorOptions options) throws Exception {
        ProcessorConfiguration configuration = configuration(options);
        return run(main(options, configuration), configuration);
    }

    @Override
    public int orchestrate(OrchestratorOptions options) throws Exception {
        try {
            Main main = main(options);
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            throw forAPerson(e);
        }
    }

    private static Main main(OrchestratorOptions options) {
        Main main = new Main();
        options.config()
                .ifPresent(file -> main.setDefaultPropertyPlaceholderLocation("file:" + file));
        Optional<Path> routes =
                ProgramFolders.of(System.getenv(), Path.of(""))
                        .orchestratorRoutes(options.routes());
        main.configure()
                .addConfiguration(
                        new OrchestratorConfiguration(
                                options, Spawners.of(options.spawn()), routes));
        main.configure().setRoutesIncludePattern(ProgramFolders.orchestratorRoutesPattern(routes));
        main.configure().setShutdownTimeout(3);
        return main;
    }

    @Override
    public int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator)
            throws Exception {
        ProcessorConfiguration configuration = configuration(options);
        Main main = main(options, configuration);
        EmergencyDemo demo =
                new EmergencyDemo(
                        MqttSettings.of(options.mqtt()),
                        options.mqtt().topicPrefix(),
                        main(orchestrator),
                        main::completed);
        WatchOnceUp listener =
                new WatchOnceUp(options, new WatchFilter(EmergencyDemo.ROOM, null), demo::start);
        main.addMainListener(listener);
        try {
            return Math.max(run(main, configuration), demo.exitCode());
        } finally {
            listener.close();
        }
    }

    @Override
    public int demo(ProcessorOptions options, Optional<Duration> duration) throws Exception {
        ProcessorConfiguration configuration = configuration(options);
        Main main = main(options, configuration);
        System.out.printf(
                "The broker is at %s. To see the same elsewhere:%n"
                        + "  mosquitto_sub -p %d -v -t '%s/#'%n",
                options.mqtt().mqttUrl(),
                options.publish().embeddedBrokerPort(),
                options.mqtt().topicPrefix());
        Timer timer = new Timer("demo-end", true);
        duration.ifPresent(
                after ->
                        timer.schedule(
                                new TimerTask() {
                                    @Override
                                    public void run() {
                                        main.completed();
                                    }
                                },
                                after.toMillis()));
        WatchOnceUp listener = new WatchOnceUp(options, WatchFilter.NONE, () -> {});
        main.addMainListener(listener);
        try {
            return run(main, configuration);
        } finally {
            listener.close();
        }
    }

    @Override
    public List<String> checkRoutes(ProcessorOptions options, Path folder) throws Exception {
        return checkRoutes(ProcessorConfiguration.forCheck(options), folder);
    }

    @Override
    public List<String> checkRoutes(OrchestratorOptions options, Path folder) throws Exception {
        return checkRoutes(OrchestratorConfiguration.forCheck(options), folder);
    }

    @Override
    public void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out)
            throws Exception {
        new Doctor(options, stills, out).run();
    }

    private static List<String> checkRoutes(CamelConfiguration configuration, Path folder)
            throws Exception {
        try (DefaultCamelContext target = new DefaultCamelContext()) {
            target.disableJMX();
            configuration.configure(target);
            return RouteCheck.checkFolder(target, folder).stream()
                    .map(RouteFault::toString)
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(
                    "The folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    /** Prints what the processor publishes, and does what is to be done, when its broker is up. */
    private static final class WatchOnceUp extends MainListenerSupport {
        private final ProcessorOptions options;
        private final WatchFilter filter;
        private final Runnable then;
        private Watch watch;

        WatchOnceUp(ProcessorOptions options, WatchFilter filter, Runnable then) {
            this.options = options;
            this.filter = filter;
            this.then = then;
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            try {
                watch =
                        new Watch(
                                MqttSettings.of(options.mqtt()),
                                options.mqtt().topicPrefix(),
                                filter,
                                line -> System.out.println(Colours.ofTerminal().paint(line)));
            } catch (MqttException e) {
                throw new IllegalStateException(e);
            }
            then.run();
        }

        /** Before the broker goes, which it would take for a fault. */
        @Override
        public void beforeStop(BaseMainSupport main) {
            close();
        }

        void close() {
            if (watch != null) {
                watch.close();
                watch = null;
            }
        }
    }

    private static ProcessorConfiguration configuration(ProcessorOptions options) {
        return new ProcessorConfiguration(options, Logging::setInstanceId);
    }

    private static Main main(ProcessorOptions options, ProcessorConfiguration configuration) {
        Main main = new Main();
        options.config()
                .ifPresent(file -> main.setDefaultPropertyPlaceholderLocation("file:" + file));
        Optional<Path> routes =
                ProgramFolders.of(System.getenv(), Path.of("")).routes(options.routes());
        main.configure().addConfiguration(configuration.watching(routes));
        main.configure().setRoutesIncludePattern(ProgramFolders.routesPattern(routes));
        return main;
    }

    private static int run(Main main, ProcessorConfiguration configuration) throws Exception {
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            throw forAPerson(e);
        } finally {
            // After the command stop it ends on another thread, which the exit must not overtake.
            configuration.awaitStopped(Duration.ofSeconds(4));
        }
    }

    /** The cause that says what to do, out of what Camel wrapped around it. */
    private static Exception forAPerson(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ModelException
                    || t instanceof ConfigException
                    || t instanceof HttpServerException) {
                return (Exception) t;
            }
        }
        return e;
    }
}
