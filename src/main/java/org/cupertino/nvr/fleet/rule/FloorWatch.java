package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Who lies on the floor: samples in which somebody does, counted until there are enough. Each
 * processor's samples of a camera are counted apart, by the capture times of its own clock, so that
 * two that watch one camera neither add up nor disturb each other. Thread-safe.
 */
final class FloorWatch {
    private static final int MOST_CAMERAS = 10_000;

    /** Finding.What was found and could not be reported is found again after this time. */
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(10);

    /**
     * The thresholds.
     *
     * @param samples in which somebody lies, 2 or more
     * @param within which they are, by capture time
     * @param apart samples that are less apart count once
     * @param upright samples in a row in which somebody is upright and nobody lies, 1 or more
     * @param everywhere also cameras that have neither a zone of floor nor one of a bed
     */
    record Limits(int samples, Duration within, Duration apart, int upright, boolean everywhere) {}

    private record View(int sourceId, String instanceId) {}

    private record Lying(Instant at, Integer trackerId) {}

    /** Samples of one processor. */
    private static final class Evidence {
        private final Stamps stamps = new Stamps();
        private final Deque<Lying> lying = new ArrayDeque<>();
        private int upright;

        void clear() {
            lying.clear();
            upright = 0;
        }
    }

    /** Somebody lies on the floor in front of a camera, until seen upright. */
    private static final class Case {
        private Finding finding;
        private boolean told;
        private long repeatAt;
        private long endsAt;
    }

    private final Limits limits;
    private final LongSupplier nanos;
    private final Newest<View, Evidence> views = new Newest<>(MOST_CAMERAS, Evidence::new);
    private final Newest<Integer, Case> cases = new Newest<>(MOST_CAMERAS, Case::new);

    /**
     * @param nanos time that no clock change moves: an open case ends by it
     */
    FloorWatch(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Finding.What the next frame of a camera shows; at most one finding. */
    synchronized List<Finding> seen(Sighting frame) {
        if (!limits.everywhere() && !frame.knowsTheRoom()) {
            return List.of();
        }
        Evidence evidence = views.of(new View(frame.sourceId(), frame.instanceId()));
        switch (evidence.stamps.next(frame.at())) {
            case OLD -> {
                return List.of();
            }
            case RESTART -> evidence.clear();
            case NEXT -> {}
        }
        List<Sighting.Person> lying = frame.onFloor();
        Case open = cases.of(frame.sourceId());
        if (open.finding != null && open.endsAt - nanos.getAsLong() < 0) {
            open.finding = null;
        }
        return (open.finding == null
                        ? watch(frame, lying, evidence, open)
                        : follow(frame, lying, evidence, open))
                .toList();
    }

    /** Samples that count now in which somebody lies, of the camera and processor of a frame. */
    synchronized int samples(Sighting frame) {
        return views.of(new View(frame.sourceId(), frame.instanceId())).lying.size();
    }

    /** Finding.What was found last is known where it must be: it is not found again. */
    synchronized void told(int sourceId) {
        cases.of(sourceId).told = true;
    }

    private Stream<Finding> watch(
            Sighting frame, List<Sighting.Person> lying, Evidence evidence, Case open) {
        Instant oldest = frame.at().minus(limits.within());
        evidence.lying.removeIf(sample -> sample.at().isBefore(oldest));
        takeBack(frame, lying, evidence);
        if (lying.isEmpty()) {
            return Stream.empty();
        }
        Lying last = evidence.lying.peekLast();
        if (last == null || !last.at().plus(limits.apart()).isAfter(frame.at())) {
            evidence.lying.add(new Lying(frame.at(), lying.get(0).trackerId()));
        }
        boolean enough = evidence.lying.size() >= limits.samples();
        Finding finding =
                new Finding(
                        enough ? Finding.What.PERSON_ON_FLOOR : Finding.What.SUSPICION,
                        frame.sourceId(),
                        evidence.lying.getFirst().at(),
                        lying.stream().mapToDouble(Sighting.Person::confidence).max().getAsDouble(),
                        frame.frameId());
        if (enough) {
            evidence.clear();
            open.finding = finding;
            open.told = false;
            open.repeatAt = nanos.getAsLong() + REPEAT_AFTER.toNanos();
            stays(open);
        }
        return Stream.of(finding);
    }

    /**
     * Who is upright was bent before, or the network erred: the newest sample is taken back. Where
     * people are tracked, only that of the same person; else only if nobody lies now.
     */
    private static void takeBack(Sighting frame, List<Sighting.Person> lying, Evidence evidence) {
        for (Sighting.Person person : frame.persons()) {
            Lying last = evidence.lying.peekLast();
            if (last == null || !person.isUpright() && !person.mayStand()) {
                continue;
            }
            boolean tracked = last.trackerId() != null && person.trackerId() != null;
            boolean same = Objects.equals(last.trackerId(), person.trackerId());
            if (tracked ? same : lying.isEmpty()) {
                evidence.lying.removeLast();
                return;
            }
        }
    }

    private Stream<Finding> follow(
            Sighting frame, List<Sighting.Person> lying, Evidence evidence, Case open) {
        evidence.lying.clear();
        if (!lying.isEmpty()) {
            evidence.upright = 0;
            stays(open);
            if (!open.told && open.repeatAt - nanos.getAsLong() < 0) {
                open.repeatAt = nanos.getAsLong() + REPEAT_AFTER.toNanos();
                return Stream.of(open.finding);
            }
        } else if (frame.persons().stream().anyMatch(Sighting.Person::isUpright)
                && ++evidence.upright >= limits.upright()) {
            evidence.clear();
            open.finding = null;
            return Stream.of(
                    new Finding(
                            Finding.What.PERSON_UPRIGHT,
                            frame.sourceId(),
                            frame.at(),
                            null,
                            frame.frameId()));
        }
        return Stream.empty();
    }

    private void stays(Case open) {
        open.endsAt = nanos.getAsLong() + limits.within().toNanos();
    }
}
