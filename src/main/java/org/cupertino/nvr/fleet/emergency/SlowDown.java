package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows the regular processors down during an emergency. The lower sampling rate is leased: a
 * processor keeps its own rate and returns to it.
 */
final class SlowDown {
    private static final Logger LOG = LoggerFactory.getLogger(SlowDown.class);
    private static final String COMMAND = "set_fps";

    /** Within which processors that work have answered. */
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final Roster roster;
    private final CommandSender sender;
    private final double emergencyRate;
    private final Duration lease;
    private final Supplier<Set<Integer>> suspected;
    private FutureTask<List<String>> running;

    /**
     * @param emergencyRate frames a second
     * @param lease how long it holds unless renewed
     * @param suspected cameras whose rate is raised for a while, and is left as it is
     */
    SlowDown(
            Roster roster,
            CommandSender sender,
            double emergencyRate,
            Duration lease,
            Supplier<Set<Integer>> suspected) {
        this.roster = roster;
        this.sender = sender;
        this.emergencyRate = emergencyRate;
        this.lease = lease;
        this.suspected = suspected;
    }

    /**
     * Sets every camera to the emergency rate, except those that are slower already. Waits a
     * moment: processors that do not answer go on being awaited in the background.
     *
     * @param spared cameras that keep their own rate
     * @return the failure of each processor that did not do it; empty as long as some are awaited
     */
    synchronized Optional<List<String>> slow(Set<Integer> spared) throws InterruptedException {
        if (running == null) {
            running = new FutureTask<>(() -> slowAll(spared));
            Thread thread = new Thread(running, "slow-others");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            List<String> failures = running.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            running = null;
            return Optional.of(failures);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            running = null;
            return Optional.of(List.of(String.valueOf(e.getCause().getMessage())));
        }
    }

    private List<String> slowAll(Set<Integer> spared) throws InterruptedException {
        Map<Map<String, Object>, Map<String, Boolean>> leases = new LinkedHashMap<>();
        Map<Map<String, Object>, Set<String>> ended = new LinkedHashMap<>();
        for (Status processor : roster.regularProcessors()) {
            plan(processor, spared, leases, ended);
        }
        Map<String, String> failures = new TreeMap<>();
        try {
            for (Map.Entry<Map<String, Object>, Map<String, Boolean>> one : leases.entrySet()) {
                // Who did not answer before is not awaited again.
                one.getValue().keySet().removeAll(failures.keySet());
                failures.putAll(sender.leaseAll(one.getValue(), COMMAND, one.getKey(), lease));
            }
            for (Map.Entry<Map<String, Object>, Set<String>> one : ended.entrySet()) {
                one.getValue().removeAll(failures.keySet());
                failures.putAll(sender.endLeaseAll(one.getValue(), COMMAND, one.getKey()));
            }
        } catch (FleetException e) {
            return List.of(e.getMessage());
        }
        return List.copyOf(failures.values());
    }

    /** Which commands a processor needs: by their parameters, so that each is sent once. */
    private void plan(
            Status processor,
            Set<Integer> spared,
            Map<Map<String, Object>, Map<String, Boolean>> leases,
            Map<Map<String, Object>, Set<String>> ended) {
        String id = processor.instanceId();
        Set<Integer> raised = suspected.get();
        // A command for all cameras also applies to cameras removed under a lease.
        boolean all =
                spared.stream().noneMatch(source -> Roster.hasLeasedRemoval(processor, source))
                        && processor.sources().stream()
                                .noneMatch(
                                        s ->
                                                spared.contains(s.sourceId())
                                                        || raised.contains(s.sourceId())
                                                        || isSlowByItself(processor, s));
        if (all && processor.maxFps() >= emergencyRate) {
            boolean missing =
                    processor.maxFps() > emergencyRate
                            || !Roster.isSlowed(processor, null)
                            || processor.sources().stream()
                                    .anyMatch(s -> s.maxFps() > emergencyRate);
            add(leases, Map.of("max_fps", emergencyRate), id, missing);
            return;
        }
        for (SourceStatus source : processor.sources()) {
            Map<String, Object> one = Map.of("source_id", source.sourceId());
            if (raised.contains(source.sourceId())) {
                continue;
            }
            if (spared.contains(source.sourceId())) {
                if (Roster.isSlowed(processor, source.sourceId())) {
                    ended.computeIfAbsent(one, params -> new TreeSet<>()).add(id);
                }
            } else if (!isSlowByItself(processor, source)) {
                Map<String, Object> slowed = new HashMap<>(one);
                slowed.put("max_fps", emergencyRate);
                add(leases, slowed, id, source.maxFps() > emergencyRate);
            }
        }
    }

    private static void add(
            Map<Map<String, Object>, Map<String, Boolean>> leases,
            Map<String, Object> params,
            String id,
            boolean now) {
        leases.computeIfAbsent(params, any -> new TreeMap<>()).put(id, now);
    }

    private boolean isSlowByItself(Status processor, SourceStatus source) {
        return source.maxFps() < emergencyRate
                || (source.maxFps() == emergencyRate
                        && !Roster.isSlowed(processor, source.sourceId()));
    }

    /** Ends the leases of all sampling rates. */
    synchronized void restore() throws FleetException, InterruptedException {
        awaitRunning();
        List<String> slowed =
                roster.regularProcessors().stream()
                        .filter(Roster::isSlowed)
                        .map(Status::instanceId)
                        .toList();
        Map<String, String> failures = sender.endLeaseAll(slowed, COMMAND, Map.of());
        if (!failures.isEmpty()) {
            throw new FleetException(String.join("; ", failures.values()));
        }
    }

    private void awaitRunning() throws InterruptedException {
        try {
            if (running != null) {
                running.get();
            }
        } catch (ExecutionException e) {
            LOG.debug("Slowing down failed", e);
        } finally {
            running = null;
        }
    }
}
