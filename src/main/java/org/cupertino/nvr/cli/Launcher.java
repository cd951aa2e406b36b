package org.cupertino.nvr.cli;

import java.time.Duration;
import java.util.Optional;
import org.cupertino.nvr.config.ProcessorOptions;

/**
 * What the command line starts once options are right and logging is set up.
 *
 * <p>Both methods block until the work is over and return the exit code. A {@link
 * org.cupertino.nvr.config.ConfigException} becomes exit code 2, any other exception 1; users see
 * the message alone.
 */
public interface Launcher {
    /** Runs a processor until it is told to stop. */
    int run(ProcessorOptions options) throws Exception;

    /**
     * Runs a processor and prints what it publishes to the standard output.
     *
     * @param options as for a processor; the embedded broker is on
     * @param duration after which to stop, or empty to go on until interrupted
     */
    int demo(ProcessorOptions options, Optional<Duration> duration) throws Exception;
}
