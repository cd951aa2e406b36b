package org.cupertino.nvr.observe;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One health check: an id, what it decides, and a function that sets the result. */
public final class Check extends AbstractHealthCheck {
    private final Kind kind;
    private final Consumer<HealthCheckResultBuilder> judge;

    private Check(String id, Kind kind, Consumer<HealthCheckResultBuilder> judge) {
        super("nvr", id);
        this.kind = kind;
        this.judge = judge;
    }

    /** Part of {@code /observe/health/live}: while it is down the process should be restarted. */
    public static Check liveness(String id, Consumer<HealthCheckResultBuilder> judge) {
        return new Check(id, Kind.LIVENESS, judge);
    }

    /** Part of {@code /observe/health/ready}. */
    public static Check readiness(String id, Consumer<HealthCheckResultBuilder> judge) {
        return new Check(id, Kind.READINESS, judge);
    }

    @Override
    public boolean isLiveness() {
        return kind == Kind.LIVENESS;
    }

    @Override
    public boolean isReadiness() {
        return kind == Kind.READINESS;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        judge.accept(result);
    }
}
