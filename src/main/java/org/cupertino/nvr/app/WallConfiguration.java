package org.cupertino.nvr.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.fleet.wall.WallLifecycle;
import org.cupertino.nvr.observe.HealthChecks;
import org.cupertino.nvr.observe.Observed;
import org.cupertino.nvr.routes.RouteReloader;

/** Makes the beans that the routes of a wall name, from its options. */
final class WallConfiguration implements CamelConfiguration {
    private final WallOptions options;
    private final boolean forCheck;
    private final Optional<Path> liveRoutes;
    private volatile WallLifecycle wall;

    /**
     * @param liveRoutes the folder whose edits the routes follow; empty: they are in the jar
     */
    WallConfiguration(WallOptions options, Optional<Path> liveRoutes) {
        this(options, liveRoutes, false);
    }

    private WallConfiguration(WallOptions options, Optional<Path> liveRoutes, boolean forCheck) {
        this.options = options;
        this.liveRoutes = liveRoutes;
        this.forCheck = forCheck;
    }

    /** For a context that is never started. */
    static WallConfiguration forCheck(WallOptions options) {
        return new WallConfiguration(options, Optional.empty(), true);
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        Properties properties = new Properties();
        properties.putAll(options.asProperties());
        context.getPropertiesComponent().setOverrideProperties(properties);
        wall = new WallLifecycle(options);
        wall.bind(context.getRegistry());
        if (forCheck) {
            return;
        }
        HealthChecks.register(context, List.of(LinkHealth.check(wall.links())));
        MeterRegistry meters = Observed.start(context, options.http());
        CertificateMeter.bindTo(meters, options.mqtt());
        wall.listen();
        context.addStartupListener(wall);
        context.addLifecycleStrategy(wall);
        if (liveRoutes.isPresent()) {
            RouteReloader reloader =
                    new RouteReloader(context, liveRoutes.get(), () -> {}, problem -> {});
            context.addStartupListener(reloader);
            context.addLifecycleStrategy(reloader);
        }
    }

    /** The port of the page; 0 before it is served. */
    int port() {
        return wall == null ? 0 : wall.port();
    }
}
