package org.cupertino.nvr.processor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An accepted command; its handler checks its parameters. */
public final class Command {
    private final String name;
    private final Params params;
    private final String requestId;
    private final List<Runnable> afterAnswer = new ArrayList<>();

    Command(String name, Map<?, ?> params, String requestId) {
        this.name = name;
        this.params = new Params(params);
        this.requestId = requestId;
    }

    /** One of the table's. */
    public String name() {
        return name;
    }

    /** Or null. */
    public String requestId() {
        return requestId;
    }

    Params params() {
        return params;
    }

    /** Equal for equal commands; small, unlike the parameters themselves. */
    int fingerprint() {
        return 31 * name.hashCode() + params.hashCode();
    }

    /** Runs an action once the ack is on its way, such as ending the process. */
    void afterAnswer(Runnable action) {
        afterAnswer.add(action);
    }

    /** Called by the route when the ack is on its way. */
    public void answered() {
        afterAnswer.forEach(Runnable::run);
    }
}
