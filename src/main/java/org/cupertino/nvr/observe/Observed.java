package org.cupertino.nvr.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.config.HttpOptions;

/** The meter registry of a program, and the HTTP server that shows it. */
public final class Observed {
    private Observed() {}

    /**
     * Makes the registry, which a {@code micrometer:} endpoint of a route uses as well. Where HTTP
     * is off, only the metrics over MQTT are read from it.
     */
    public static MeterRegistry start(CamelContext context, HttpOptions http) throws Exception {
        DescriptorWatch.start(context);
        HeapWatch.start(context);
        boolean off = http.httpPort().orElse(-1) == 0;
        MeterRegistry registry =
                off
                        ? new SimpleMeterRegistry()
                        : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
        if (off) {
            return registry;
        }
        ProcessMeters.bindTo(registry);
        ObserveServer server = ObserveServer.start(context, http.httpHost(), http.httpPort());
        context.addLifecycleStrategy(
                new LifecycleStrategySupport() {
                    @Override
                    public void onContextStopped(CamelContext stopped) {
                        server.close();
                    }
                });
        return registry;
    }
}
