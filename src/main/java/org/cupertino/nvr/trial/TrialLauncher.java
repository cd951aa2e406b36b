package org.cupertino.nvr.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.cupertino.nvr.app.ProcessorLauncher;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.rule.Finding;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.fleet.rule.Suspicions;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Json;

/** Runs a processor with one camera and a broker inside, and the rule on what it sees. */
public final class TrialLauncher {
    private static final String PUBLISH = "direct://publish-detection";

    private final ProcessorLauncher processor;
    private final Optional<TrialFolder> folder;
    private final Consumer<String> out;
    private final Fleet fleet;
    private final Trial trial;
    private boolean over;
    private final ExecutorService raiser =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "suspicion");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * @param options of the processor, made for the trial of a camera
     * @param folder where to write what was seen; empty: nowhere
     * @param out gets each line
     * @throws IOException if the folder cannot be made
     */
    public TrialLauncher(
            ProcessorOptions options,
            RuleOptions rules,
            Optional<Path> folder,
            Consumer<String> out)
            throws Exception {
        this.out = out;
        this.folder =
                folder.isEmpty() ? Optional.empty() : Optional.of(new TrialFolder(folder.get()));
        processor = new ProcessorLauncher(options);
        fleet = new Fleet("try", MqttSettings.of(options.mqtt()), options.mqtt().topicPrefix());
        Suspicions suspicions =
                new Suspicions(
                        fleet.roster(),
                        new CommandSender(fleet),
                        rules.suspicionFps(),
                        rules.suspicionLease(),
                        source -> false);
        Rules judge = new Rules(rules, options.instanceId(), suspicions);
        trial =
                new Trial(
                        rules,
                        judge,
                        ZoneId.systemDefault(),
                        finding -> raiser.execute(() -> raise(judge, finding)));
    }

    /**
     * Returns when the time is over, or it was interrupted.
     *
     * @param duration one second or more
     * @return the exit code: 0, or 1 if no picture came
     */
    public int run(Duration duration) throws Exception {
        processor.main().bind("trial", new Tap());
        processor.main().configure().setDurationMaxSeconds((int) duration.toSeconds());
        processor
                .main()
                .addMainListener(
                        new MainListenerSupport() {
                            @Override
                            public void afterConfigure(BaseMainSupport main) {
                                fleet.open();
                            }

                            @Override
                            public void beforeStop(BaseMainSupport main) {
                                end();
                            }
                        });
        try {
            int exitCode = processor.run();
            return trial.samples() == 0 ? Math.max(exitCode, 1) : exitCode;
        } finally {
            end();
        }
    }

    private static void raise(Rules judge, Finding finding) {
        try {
            judge.raise(finding);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the broker stops. Also runs when the process is interrupted. */
    private synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        raiser.shutdownNow();
        fleet.close();
        trial.summary().forEach(out);
        folder.map(TrialFolder::toString).ifPresent(out);
    }

    private synchronized void seen(DetectionEvent event, Frame frame) throws IOException {
        if (over) {
            return;
        }
        String json = Json.mapper().writeValueAsString(event);
        out.accept(trial.line(event, json));
        if (folder.isPresent()) {
            folder.get().add(event, json, frame);
        }
    }

    /** Takes each detection event where the route of its camera hands it over to be published. */
    private final class Tap extends EventNotifierSupport {
        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof ExchangeSendingEvent sending
                    && sending.getEndpoint().getEndpointUri().equals(PUBLISH);
        }

        @Override
        public void notify(CamelEvent event) {
            Exchange exchange = ((ExchangeSendingEvent) event).getExchange();
            DetectionEvent seen = exchange.getMessage().getBody(DetectionEvent.class);
            Frame frame = exchange.getProperty(RouteNames.FRAME, Frame.class);
            try {
                seen(seen.publishedAt(Instant.now()), frame);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
