package org.cupertino.nvr.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.WallOptions;

/**
 * What the command line starts once options are right and logging is set up.
 *
 * <p>The methods block until the work is over and return the exit code. A {@link
 * org.cupertino.nvr.config.ConfigException} becomes exit code 2, any other exception 1; users see
 * the message alone.
 */
public interface Launcher {
    /** Runs a processor until it is stopped by a signal or a command. */
    int run(ProcessorOptions options) throws Exception;

    /** Runs an orchestrator until it is stopped by a signal. */
    int orchestrate(OrchestratorOptions options) throws Exception;

    /** Runs a wall until it is stopped by a signal. */
    int wall(WallOptions options) throws Exception;

    /**
     * Runs a processor and prints what it publishes to the standard output.
     *
     * @param options as for a processor; the embedded broker is on
     * @param duration after which to stop, or empty to go on until interrupted
     */
    int demo(ProcessorOptions options, Optional<Duration> duration) throws Exception;

    /**
     * Runs a processor and an orchestrator, plays a fall in room 2 and the help for it, and prints
     * what is published; ends when the room is back to normal.
     *
     * @param options as for {@link #demo}, with a camera 2
     */
    int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator) throws Exception;

    /**
     * Checks the route files of a folder without starting anything.
     *
     * @param options what the routes would run with
     * @return {@code file:line: reason} for each fault
     * @throws org.cupertino.nvr.config.ConfigException if there is no such folder
     */
    List<String> checkRoutes(ProcessorOptions options, Path folder) throws Exception;

    /** As for a processor, for the routes of an orchestrator. */
    List<String> checkRoutes(OrchestratorOptions options, Path folder) throws Exception;

    /** As for a processor, for the routes of a wall. */
    List<String> checkRoutes(WallOptions options, Path folder) throws Exception;

    /**
     * Checks what a processor needs, without starting one.
     *
     * @param stills folder for one picture of each camera, or empty for none
     * @param out gets each finding as its check ends, one at a time
     */
    void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out)
            throws Exception;

    /**
     * Runs a processor with one camera, prints what it sees of people and what the rule makes of
     * it, and sums it up.
     *
     * @param options made for the trial of that camera
     * @param duration one second or more
     * @param folder where to write what was seen, or empty for nowhere
     * @param out gets each line, one at a time
     */
    int tryCamera(
            ProcessorOptions options,
            RuleOptions rules,
            Duration duration,
            Optional<Path> folder,
            Consumer<String> out)
            throws Exception;
}
