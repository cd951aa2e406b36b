package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.wire.RoomEvent;
import org.cupertino.nvr.wire.RoomNotice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code rules} of the routes: what a frame shows together with those before. The number
 * of a camera is taken for that of its room. Thread-safe.
 */
public final class Rules {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    /** Of the time between two samples under suspicion: they come a little early or late. */
    private static final double APART = 0.75;

    private final String instanceId;
    private final FloorWatch floor;
    private final QuietWatch quiet;
    private final LeftWatch left;
    private final Suspicions suspicions;

    /**
     * @param instanceId of the orchestrator
     */
    public Rules(RuleOptions options, String instanceId, Suspicions suspicions) {
        this(options, instanceId, suspicions, System::nanoTime);
    }

    Rules(RuleOptions options, String instanceId, Suspicions suspicions, LongSupplier nanos) {
        this.instanceId = instanceId;
        this.suspicions = suspicions;
        floor =
                new FloorWatch(
                        new FloorWatch.Limits(
                                options.lyingSamples(),
                                options.lyingWithin(),
                                Duration.ofNanos((long) (APART * 1e9 / options.suspicionFps())),
                                options.uprightSamples(),
                                options.fallRuleEverywhere()),
                        nanos);
        quiet = new QuietWatch(options.quietAfter(), nanos);
        ZoneId zone = ZoneId.systemDefault();
        left =
                new LeftWatch(
                        options.leftAfter(),
                        at -> options.isNight(at.atZone(zone).toLocalTime()),
                        nanos);
    }

    /** What a detection event says of people; empty if the payload is none. */
    public List<Object> read(@Body byte[] payload) {
        return Sighting.of(payload).<List<Object>>map(List::of).orElseGet(List::of);
    }

    /** Who may lie, lies, or is upright again: findings, at most one. */
    public List<Finding> floor(@Body Object sighting) {
        return floor.seen((Sighting) sighting);
    }

    /** Samples that count now in which somebody lies, of the camera and processor of a frame. */
    public int lyingSamples(@Body Object sighting) {
        return floor.samples((Sighting) sighting);
    }

    /** The finding is known where it must be; else it is found again. */
    public void told(@Body Finding finding) {
        floor.told(finding.sourceId());
    }

    /** Nobody was seen for long, or somebody is seen again: findings, at most one. */
    public List<Finding> quiet(@Body Object sighting) {
        return quiet.seen((Sighting) sighting);
    }

    /** Somebody left at night and is not back, or is seen again: findings, at most one. */
    public List<Finding> left(@Body Object sighting) {
        return left.seen((Sighting) sighting);
    }

    /** Has the camera of a finding sampled faster for a while. */
    public void raise(@Body Finding finding) throws InterruptedException {
        suspicions.raise(finding.sourceId());
    }

    /** The event of a person on the floor, to begin an emergency with. */
    public Map<String, Object> event(@Body Finding finding) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", RoomEvent.PERSON_ON_FLOOR.wireName());
        event.put("room_id", finding.sourceId());
        event.put("since", finding.since().toString());
        event.put("confidence", finding.confidence());
        event.put("frame_id", finding.frameId());
        return event;
    }

    /** The message to publish about a finding, which is logged. */
    public RoomNotice notice(@Body Finding finding) {
        LOG.atInfo()
                .addKeyValue("event", finding.name())
                .addKeyValue("room_id", finding.sourceId())
                .log("{} in room {} since {}", finding.name(), finding.sourceId(), finding.since());
        return new RoomNotice(
                instanceId,
                finding.sourceId(),
                finding.sourceId(),
                RoomNotice.What.valueOf(finding.what().name()),
                finding.since(),
                finding.confidence(),
                finding.frameId(),
                Instant.now());
    }
}
