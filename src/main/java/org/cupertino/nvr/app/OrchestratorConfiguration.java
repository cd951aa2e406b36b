package org.cupertino.nvr.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.fleet.emergency.OrchestratorLifecycle;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.cupertino.nvr.mqtt.ManualAcks;
import org.cupertino.nvr.observe.Check;
import org.cupertino.nvr.observe.HealthChecks;
import org.cupertino.nvr.observe.Observed;
import org.cupertino.nvr.routes.RouteReloader;

/** Makes the beans that the routes of an orchestrator name, from its options. */
final class OrchestratorConfiguration implements CamelConfiguration {
    private static final Duration LONGEST_PASS = Duration.ofSeconds(60);

    private final OrchestratorOptions options;
    private final Spawner spawner;
    private final boolean forCheck;
    private final Optional<Path> liveRoutes;

    /**
     * @param spawner closed with the context
     * @param liveRoutes the folder whose edits the routes follow; empty: they are in the jar
     */
    OrchestratorConfiguration(
            OrchestratorOptions options, Spawner spawner, Optional<Path> liveRoutes) {
        this(options, spawner, liveRoutes, false);
    }

    private OrchestratorConfiguration(
            OrchestratorOptions options,
            Spawner spawner,
            Optional<Path> liveRoutes,
            boolean forCheck) {
        this.options = options;
        this.spawner = spawner;
        this.liveRoutes = liveRoutes;
        this.forCheck = forCheck;
    }

    /** For a context that is never started. */
    static OrchestratorConfiguration forCheck(OrchestratorOptions options) {
        return new OrchestratorConfiguration(options, null, Optional.empty(), true);
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        Properties properties = new Properties();
        properties.putAll(options.asProperties());
        context.getPropertiesComponent().setOverrideProperties(properties);
        OrchestratorLifecycle orchestration = new OrchestratorLifecycle(options, spawner);
        orchestration.bind(context.getRegistry());
        ManualAcks.byRoutes(context);
        if (forCheck) {
            return;
        }
        HealthChecks.register(
                context,
                List.of(
                        LinkHealth.check(orchestration.links()),
                        leader(orchestration),
                        Check.liveness(
                                "passes", result -> checkPasses(orchestration.passAge(), result))));
        MeterRegistry meters = Observed.start(context, options.http());
        orchestration.meter(meters);
        CertificateMeter.bindTo(meters, options.mqtt());
        context.addStartupListener(orchestration);
        context.addLifecycleStrategy(orchestration);
        if (liveRoutes.isPresent()) {
            RouteReloader reloader =
                    new RouteReloader(context, liveRoutes.get(), () -> {}, problem -> {});
            context.addStartupListener(reloader);
            context.addLifecycleStrategy(reloader);
        }
    }

    /** The check {@code leader}: ready when this orchestrator acts, or another one does. */
    private static Check leader(OrchestratorLifecycle orchestration) {
        return Check.readiness(
                "leader",
                result ->
                        result.state(orchestration.isServed() ? State.UP : State.DOWN)
                                .message(orchestration.leader().orElse("nobody leads yet")));
    }

    /** A pass waits for processors and containers for seconds; only a deadlock takes longer. */
    static void checkPasses(Optional<Duration> age, HealthCheckResultBuilder result) {
        boolean late = age.filter(time -> time.compareTo(LONGEST_PASS) > 0).isPresent();
        result.state(late ? State.DOWN : State.UP);
        if (late) {
            result.message("no pass over the rooms for " + age.get().toSeconds() + " s");
        }
    }
}
