package org.cupertino.nvr.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts processors for a test, as a JUnit extension ({@code @RegisterExtension}, not static); ends
 * them when the test is over, and shows what they printed if it failed.
 */
public final class Processors implements AfterEachCallback {
    private final Map<String, String> environment = new HashMap<>();
    private final List<ProcessorProcess> started = new CopyOnWriteArrayList<>();

    /** Sets a variable for all that are started from now on. */
    public Processors environment(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** See {@link ProcessorProcess#start}. */
    public ProcessorProcess start(String... arguments) {
        return track(ProcessorProcess.start(environment, arguments));
    }

    /** See {@link ProcessorProcess#typed}. */
    public ProcessorProcess type(String text) {
        return track(ProcessorProcess.typed(environment, text));
    }

    private ProcessorProcess track(ProcessorProcess process) {
        started.add(process);
        return process;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(ProcessorProcess::close);
        if (context.getExecutionException().isPresent()) {
            started.forEach(process -> System.err.println("--- " + process));
        }
        started.clear();
    }
}
