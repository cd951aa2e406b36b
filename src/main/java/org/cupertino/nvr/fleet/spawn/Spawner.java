package org.cupertino.nvr.fleet.spawn;

import java.util.Map;
import java.util.Optional;

/**
 * Starts processors that outlive whoever started them: they end by the command {@code stop}, by
 * their own lease, or by {@link #kill}. Safe for use by several threads.
 */
public interface Spawner extends AutoCloseable {
    /**
     * Starts a processor and returns as soon as it has been started, not when it works.
     *
     * @param name unique; also the instance id it is born with
     * @param settings {@code nvr.*} keys and values, which may be secrets; they become its
     *     environment variables {@code NVR_*}, never its command line
     * @throws SpawnException if it cannot be started, or one of that name is still there
     */
    void spawn(String name, Map<String, String> settings) throws SpawnException;

    /**
     * Why it is not running any more: one sentence for a person with the exit code and the last
     * line it wrote that reports a problem, else its last line, credentials masked. Empty while it
     * runs, if this spawner has not started it, or if the engine does not answer. The last 20 that
     * have ended are remembered.
     */
    Optional<String> ended(String name);

    /**
     * Ends it by force if it is still there, where the command {@code stop} had no effect. Unknown
     * names are no error.
     */
    void kill(String name);

    /** Closes the connection of the spawner; the processors go on. */
    @Override
    void close();
}
