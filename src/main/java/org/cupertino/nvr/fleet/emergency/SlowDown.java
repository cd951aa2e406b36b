package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * How fast the processors without an emergency go meanwhile. Their own rates are kept by
 * themselves: they are told the emergency rate for the time of a lease.
 */
final class SlowDown {
    private static final String COMMAND = "set_fps";

    private final Roster roster;
    private final CommandSender orders;
    private final double emergencyRate;
    private final Duration lease;

    /**
     * @param emergencyRate frames a second
     * @param lease how long it holds unless told again
     */
    SlowDown(Roster roster, CommandSender orders, double emergencyRate, Duration lease) {
        this.roster = roster;
        this.orders = orders;
        this.emergencyRate = emergencyRate;
        this.lease = lease;
    }

    /**
     * Every camera goes to the emergency rate, except those that are slower already.
     *
     * @param spared cameras that keep their own rate
     * @return why not, for each processor that did not obey
     */
    synchronized List<String> slow(Set<Integer> spared) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Status processor : roster.residents()) {
            try {
                slow(processor, spared);
            } catch (StepException e) {
                failures.add(e.getMessage());
            }
        }
        return failures;
    }

    private void slow(Status processor, Set<Integer> spared)
            throws StepException, InterruptedException {
        String id = processor.instanceId();
        // What is said to all holds for a camera that is away as well, also when it comes back.
        boolean all =
                spared.stream().noneMatch(source -> Roster.lent(processor, source))
                        && processor.sources().stream()
                                .noneMatch(
                                        s ->
                                                spared.contains(s.sourceId())
                                                        || isSlowByItself(processor, s));
        if (all && processor.maxFps() >= emergencyRate) {
            boolean missing =
                    processor.maxFps() > emergencyRate
                            || !Roster.isSlowed(processor, null)
                            || processor.sources().stream()
                                    .anyMatch(s -> s.maxFps() > emergencyRate);
            orders.lease(id, COMMAND, Map.of("max_fps", emergencyRate), lease, missing);
            return;
        }
        for (SourceStatus source : processor.sources()) {
            Map<String, Object> one = Map.of("source_id", source.sourceId());
            if (spared.contains(source.sourceId())) {
                if (Roster.isSlowed(processor, source.sourceId())) {
                    orders.end(id, COMMAND, one);
                }
            } else if (!isSlowByItself(processor, source)) {
                Map<String, Object> slowed = new HashMap<>(one);
                slowed.put("max_fps", emergencyRate);
                orders.lease(id, COMMAND, slowed, lease, source.maxFps() > emergencyRate);
            }
        }
    }

    private boolean isSlowByItself(Status processor, SourceStatus source) {
        return source.maxFps() < emergencyRate
                || (source.maxFps() == emergencyRate
                        && !Roster.isSlowed(processor, source.sourceId()));
    }

    /** Every processor goes back to its own rates. */
    synchronized void restore() throws StepException, InterruptedException {
        for (Status processor : roster.residents()) {
            if (Roster.isSlowed(processor)) {
                orders.end(processor.instanceId(), COMMAND, Map.of());
            }
        }
    }
}
