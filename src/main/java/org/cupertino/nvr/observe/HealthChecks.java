package org.cupertino.nvr.observe;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Registers the health checks of a program, and nothing of Camel's own. */
public final class HealthChecks {
    /** Camel's own, which would take a stopped camera route for a failure. */
    private static final String NOT_OURS = "context,route*,consumer*,producer*";

    private HealthChecks() {}

    /** Makes these the health checks of the context. */
    public static void register(CamelContext context, Iterable<Check> checks) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.setExcludePattern(NOT_OURS);
        registry.setExposureLevel("full");
        checks.forEach(registry::register);
    }

    /**
     * The check {@code broker}: ready when every connection is.
     *
     * @param problems by the role of the connection, empty while it is ready
     */
    public static Check broker(Map<String, Supplier<Optional<String>>> problems) {
        return Check.readiness("broker", result -> broker(problems, result));
    }

    private static void broker(
            Map<String, Supplier<Optional<String>>> connections, HealthCheckResultBuilder result) {
        Map<String, String> problems = new TreeMap<>();
        connections.forEach(
                (role, connection) -> {
                    Optional<String> problem = connection.get();
                    result.detail(role, problem.orElse("ready"));
                    problem.ifPresent(text -> problems.put(role, text));
                });
        result.state(problems.isEmpty() ? HealthCheck.State.UP : HealthCheck.State.DOWN);
        if (!problems.isEmpty()) {
            result.message(
                    problems.entrySet().stream()
                            .map(problem -> problem.getKey() + " " + problem.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }
}
