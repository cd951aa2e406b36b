package org.cupertino.nvr.fleet.cameras;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;

/** What is known of one camera, and what was published of it last. Not thread-safe. */
final class CameraMemory {
    private static final int MOST_PROCESSORS = 20;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 300;

    /** Between two messages that differ by frames only. */
    private static final Duration FRAMES_EVERY = Duration.ofSeconds(10);

    private final Frames frames = new Frames();
    private final Set<String> wantedBy = new TreeSet<>();
    private String name;
    private CameraState state;
    private Instant since;
    private List<String> watchedBy = List.of();
    private String reason;
    private CameraStatus published;
    private long publishedAt;

    Frames frames() {
        return frames;
    }

    /** The processors that are to have it. */
    Set<String> wantedBy() {
        return wantedBy;
    }

    /**
     * A processor is to have it; those beyond the limit are left out, first those that are gone.
     *
     * @param isThere whether a processor is there
     */
    void want(String instance, Predicate<String> isThere) {
        if (wantedBy.size() >= MOST_PROCESSORS && !wantedBy.contains(instance)) {
            wantedBy.stream().filter(isThere.negate()).findFirst().ifPresent(wantedBy::remove);
        }
        if (wantedBy.size() < MOST_PROCESSORS) {
            wantedBy.add(instance);
        }
    }

    /** Null before it was judged. */
    CameraState state() {
        return state;
    }

    /** How it is now. */
    void judged(CameraState now, Instant at, List<String> watchers, String why) {
        if (state != now) {
            since = at;
        }
        state = now;
        watchedBy = watchers;
        reason = why == null ? null : Text.plain(why, LONGEST_REASON);
    }

    void call(String newName) {
        if (newName != null && !newName.isBlank()) {
            name = Text.plain(newName, LONGEST_NAME);
        }
    }

    /** Goes on from what another program published, or this one before it was started again. */
    void takeUp(CameraStatus status, Instant now, long nanos) {
        wantedBy.clear();
        status.wantedBy().forEach(instance -> want(instance, other -> true));
        call(status.name());
        status.lastSeen().forEach((seen, at) -> frames.saw(at, List.of(Text.plain(seen, 64))));
        frames.captured(status.lastFrameAt(), now);
        state = status.state();
        since = status.since();
        watchedBy = status.watchedBy();
        reason = status.reason();
        published(status, nanos);
    }

    CameraStatus status(String instanceId, int sourceId, Instant now) {
        return new CameraStatus(
                instanceId,
                sourceId,
                name,
                state,
                since,
                watchedBy,
                List.copyOf(wantedBy),
                frames.lastFrameAt(),
                frames.lastSeen(),
                reason,
                now);
    }

    /**
     * @param status null if the broker has none
     */
    void published(CameraStatus status, long nanos) {
        published = status;
        publishedAt = nanos;
    }

    boolean isPublished() {
        return published != null;
    }

    boolean isNews(CameraStatus status, long nanos) {
        return published == null
                || !status.saysTheSameAs(published)
                || !status.knowsTheSameFramesAs(published)
                        && nanos - publishedAt >= FRAMES_EVERY.toNanos();
    }
}
