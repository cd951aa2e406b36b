package org.cupertino.nvr.observe;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One thing that is looked at. */
final class Check extends AbstractHealthCheck {
    private final Kind kind;
    private final Consumer<HealthCheckResultBuilder> judge;

    /**
     * @param judge says how it is
     */
    Check(String id, Kind kind, Consumer<HealthCheckResultBuilder> judge) {
        super("nvr", id);
        this.kind = kind;
        this.judge = judge;
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
