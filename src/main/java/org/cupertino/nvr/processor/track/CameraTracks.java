package org.cupertino.nvr.processor.track;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;

/**
 * The people in front of one camera. Boxes are matched to tracks in the two stages of ByteTrack
 * (Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every Detection Box", ECCV 2022):
 * first those of high confidence, which may also begin a track, then the others to the tracks that
 * are left. Instead of its Kalman filter a person moves with a smoothed constant velocity, and
 * instead of the Hungarian method the best pair is matched first: few people are in a room. At a
 * frame a second boxes of one who walks do not overlap, so distance counts beside overlap. What the
 * detector is too unsure of is not in the event, and not in the second stage. Thread-safe.
 */
final class CameraTracks {
    private static final double HIGH = 0.5;

    /** Of an unsure box with where the person is expected. */
    private static final double LEAST_OVERLAP = 0.3;

    private static final Duration GONE_AFTER = Duration.ofSeconds(10);
    private static final int MOST = 100;

    /** Numbers go on from here by the second, so that a restart gives none again. */
    private static final Instant NUMBERED_FROM = Instant.parse("2020-01-01T00:00:00Z");

    private final List<Track> tracks = new ArrayList<>();
    private Instant last = Instant.EPOCH;
    private int lastId;

    private record Pair(Track track, int detection, double fit) {}

    synchronized boolean isOlder(Instant than) {
        return last.isBefore(than);
    }

    /** The same detections in the same order, people with the numbers of their tracks. */
    synchronized List<Detection> follow(Instant at, List<Detection> detections) {
        if (at.isBefore(last.minus(GONE_AFTER))) {
            // The clock was set back.
            tracks.clear();
        }
        last = at;
        tracks.removeIf(track -> Duration.between(track.seenAt(), at).compareTo(GONE_AFTER) > 0);
        List<Detection> numbered = new ArrayList<>(detections);
        List<Track> free = new ArrayList<>(tracks);
        match(free, numbered, at, true);
        match(free, numbered, at, false);
        for (int i = 0; i < numbered.size() && tracks.size() < MOST; i++) {
            Detection detection = numbered.get(i);
            if (isFree(detection, true)) {
                lastId = Math.max(lastId + 1, number(at));
                tracks.add(new Track(lastId, detection.bbox(), at));
                numbered.set(i, detection.withTracker(lastId));
            }
        }
        return List.copyOf(numbered);
    }

    private static int number(Instant at) {
        return (int) Math.max(0, Duration.between(NUMBERED_FROM, at).toSeconds() % (1 << 30));
    }

    /** Gives the free detections of a stage to free tracks, the best pair first. */
    private static void match(
            List<Track> free, List<Detection> numbered, Instant at, boolean high) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(numbered.size(), MOST); i++) {
            if (isFree(numbered.get(i), high)) {
                for (Track track : free) {
                    double fit = fit(track, numbered.get(i).bbox(), at, high);
                    if (fit > 0) {
                        pairs.add(new Pair(track, i, fit));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::fit).reversed());
        BitSet given = new BitSet();
        for (Pair pair : pairs) {
            if (!given.get(pair.detection()) && free.remove(pair.track())) {
                given.set(pair.detection());
                Detection detection = numbered.get(pair.detection());
                pair.track().seen(detection.bbox(), at);
                numbered.set(pair.detection(), detection.withTracker(pair.track().id()));
            }
        }
    }

    private static double fit(Track track, BoundingBox box, Instant at, boolean high) {
        return high || track.overlap(box, at) >= LEAST_OVERLAP ? track.fit(box, at) : 0;
    }

    private static boolean isFree(Detection detection, boolean high) {
        return detection.className().equals("person")
                && detection.trackerId() == null
                && detection.confidence() >= HIGH == high;
    }
}
