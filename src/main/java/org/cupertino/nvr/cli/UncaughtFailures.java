package org.cupertino.nvr.cli;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a thread ends by an exception: it is logged, with secrets masked. If Java
 * itself is at its end (no memory, no thread to be had, no stack), so is the process, as it would
 * go on without that thread: deaf or blind, and nobody would know.
 */
public final class UncaughtFailures implements Thread.UncaughtExceptionHandler {
    /** That of {@code -XX:+ExitOnOutOfMemoryError}, which sees an exhausted heap alone. */
    static final int EXIT_CODE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(UncaughtFailures.class);

    private final IntConsumer exit;

    /**
     * @param exit ends the process with that code, without waiting for anything
     */
    UncaughtFailures(IntConsumer exit) {
        this.exit = exit;
    }

    /** To be called first of all, for every thread of this process. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                new UncaughtFailures(code -> Runtime.getRuntime().halt(code)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (!(failure instanceof VirtualMachineError)) {
            LOG.error("The thread {} ended unexpectedly", thread.getName(), failure);
            return;
        }
        try {
            LOG.error(
                    "The process ends, its thread {} cannot go on: {}",
                    thread.getName(),
                    failure.toString());
        } finally {
            exit.accept(EXIT_CODE);
        }
    }
}
