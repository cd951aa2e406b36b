package org.cupertino.nvr.routes;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.camel.StartupStep;
import org.apache.camel.support.startup.DefaultStartupStepRecorder;

/** Knows the id of the step that Camel was making when it failed: its exceptions do not say. */
final class UnfinishedSteps extends DefaultStartupStepRecorder {
    private final Deque<StartupStep> open = new ArrayDeque<>();

    UnfinishedSteps() {
        setEnabled(true);
    }

    @Override
    protected void onBeginStep(StartupStep step) {
        open.push(step);
    }

    @Override
    protected void onEndStep(StartupStep step) {
        open.remove(step);
    }

    void forget() {
        open.clear();
    }

    /** Of the innermost one, or null. */
    String id() {
        return open.stream()
                .filter(step -> step.getType().equals("ProcessorReifier"))
                .map(StartupStep::getName)
                .findFirst()
                .orElse(null);
    }
}
