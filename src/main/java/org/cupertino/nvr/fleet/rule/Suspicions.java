package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a camera sampled faster for a while, where somebody may lie on the floor. Thread-safe. */
public final class Suspicions {
    private static final Logger LOG = LoggerFactory.getLogger(Suspicions.class);
    private static final String COMMAND = "set_fps";

    private final Roster roster;
    private final CommandSender sender;
    private final double fps;
    private final Duration lease;
    private final IntPredicate inEmergency;
    private final Map<Integer, Long> until = new ConcurrentHashMap<>();

    /**
     * @param fps frames a second
     * @param lease after which a camera has its own rate again, unless suspected further
     * @param inEmergency whether a camera is watched closely anyway
     */
    public Suspicions(
            Roster roster,
            CommandSender sender,
            double fps,
            Duration lease,
            IntPredicate inEmergency) {
        this.roster = roster;
        this.sender = sender;
        this.fps = fps;
        this.lease = lease;
        this.inEmergency = inEmergency;
    }

    /** Cameras whose rate is raised now, or was a moment ago. */
    public Set<Integer> cameras() {
        long now = System.nanoTime();
        until.values().removeIf(end -> end - now < 0);
        return Set.copyOf(until.keySet());
    }

    /**
     * Raises the sampling rate of a camera at each processor that has it and is slower, and waits
     * for the answers. A processor that does not answer keeps its rate: the verdict comes later.
     */
    void raise(int sourceId) throws InterruptedException {
        if (inEmergency.test(sourceId)) {
            return;
        }
        until.put(sourceId, System.nanoTime() + lease.toNanos());
        for (Status processor : roster.regularProcessors()) {
            SourceStatus source = Roster.source(processor, sourceId).orElse(null);
            if (source == null || source.state() == SourceState.PAUSED) {
                continue;
            }
            boolean slower = source.maxFps() < fps;
            if (slower || source.maxFps() == fps && Roster.isSlowed(processor, sourceId)) {
                raise(processor.instanceId(), sourceId, slower);
            }
        }
    }

    private void raise(String instance, int sourceId, boolean now) throws InterruptedException {
        try {
            Map<String, Object> params = Map.of("source_id", sourceId, "max_fps", fps);
            sender.lease(instance, COMMAND, params, lease, now);
        } catch (FleetException e) {
            LOG.atWarn()
                    .addKeyValue("event", "suspicion_not_raised")
                    .addKeyValue("source_id", sourceId)
                    .log("Camera {} is not sampled faster: {}", sourceId, e.getMessage());
        }
    }
}
