package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Slows the regular processors down during an emergency. The lower sampling rate is leased: a
 * processor keeps its own rate and returns to it.
 */
final class SlowDown {
    private static final String COMMAND = "set_fps";

    private final Roster roster;
    private final CommandSender sender;
    private final double emergencyRate;
    private final Duration lease;

    /**
     * @param emergencyRate frames a second
     * @param lease how long it holds unless renewed
     */
    SlowDown(Roster roster, CommandSender sender, double emergencyRate, Duration lease) {
        this.roster = roster;
        this.sender = sender;
        this.emergencyRate = emergencyRate;
        this.lease = lease;
    }

    /**
     * Sets every camera to the emergency rate, except those that are slower already.
     *
     * @param spared cameras that keep their own rate
     * @return the failure of each processor that did not do it
     */
    synchronized List<String> slow(Set<Integer> spared) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Status processor : roster.regularProcessors()) {
            try {
                slow(processor, spared);
            } catch (FleetException e) {
                failures.add(e.getMessage());
            }
        }
        return failures;
    }

    private void slow(Status processor, Set<Integer> spared)
            throws FleetException, InterruptedException {
        String id = processor.instanceId();
        // A command for all cameras also applies to cameras removed under a lease.
        boolean all =
                spared.stream().noneMatch(source -> Roster.hasLeasedRemoval(processor, source))
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
            sender.lease(id, COMMAND, Map.of("max_fps", emergencyRate), lease, missing);
            return;
        }
        for (SourceStatus source : processor.sources()) {
            Map<String, Object> one = Map.of("source_id", source.sourceId());
            if (spared.contains(source.sourceId())) {
                if (Roster.isSlowed(processor, source.sourceId())) {
                    sender.endLease(id, COMMAND, one);
                }
            } else if (!isSlowByItself(processor, source)) {
                Map<String, Object> slowed = new HashMap<>(one);
                slowed.put("max_fps", emergencyRate);
                sender.lease(id, COMMAND, slowed, lease, source.maxFps() > emergencyRate);
            }
        }
    }

    private boolean isSlowByItself(Status processor, SourceStatus source) {
        return source.maxFps() < emergencyRate
                || (source.maxFps() == emergencyRate
                        && !Roster.isSlowed(processor, source.sourceId()));
    }

    /** Ends the leases of all sampling rates. */
    synchronized void restore() throws FleetException, InterruptedException {
        for (Status processor : roster.regularProcessors()) {
            if (Roster.isSlowed(processor)) {
                sender.endLease(processor.instanceId(), COMMAND, Map.of());
            }
        }
    }
}
