package org.cupertino.nvr.fleet;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cupertino.nvr.config.ConfigException;

/**
 * The targets of a command, and the instances that are expected to answer it.
 *
 * @param targets ids of instances, or none for everybody
 * @param expected the same, or for everybody the live instances
 */
public record Addressees(List<String> targets, Set<String> expected) {
    public static final String EVERYBODY = "*";

    /** Whether the live instances must be known to choose the targets. */
    public static boolean dependOnWhoLives(List<String> wanted) {
        return wanted.isEmpty() || wanted.contains(EVERYBODY);
    }

    /**
     * @param wanted ids, or {@code *} for everybody, or none: then a question is for everybody, and
     *     a change for the only instance
     * @param question whether the command changes nothing
     * @param live ids of the live instances
     * @throws FleetException if no instance is live
     * @throws ConfigException if a change names no target while several instances are live
     */
    public static Addressees of(List<String> wanted, boolean question, Set<String> live)
            throws FleetException {
        if (!dependOnWhoLives(wanted)) {
            Set<String> ids = new TreeSet<>(wanted);
            return new Addressees(List.copyOf(ids), ids);
        }
        if (live.isEmpty()) {
            throw new FleetException("No processor is live, so nothing was sent");
        }
        if (question || !wanted.isEmpty()) {
            return new Addressees(List.of(), live);
        }
        if (live.size() > 1) {
            throw new ConfigException(
                    "Several processors are live, so say which one is meant: --to "
                            + Text.plain(String.join(",", live))
                            + ", or --to '*' for all");
        }
        return new Addressees(List.copyOf(live), live);
    }
}
