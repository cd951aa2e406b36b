package org.cupertino.nvr.timing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that is run again and again, and outlives its own failures: an executor would end it
 * without a word, a loop would end with its thread. An exception is logged. An error goes to the
 * handler for uncaught ones, which may end the process. Thread-safe if its task is.
 *
 * @param name begins the line of the log: "NAME failed"
 */
public record Lasting(String name, Runnable task) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lasting.class);

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed", name, e);
        } catch (Error e) {
            LOG.error("{} failed: {}", name, e.toString());
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
