package org.cupertino.nvr.processor.posture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;

/**
 * Looks for people who lie: networks see few of them, but see the same people well once the picture
 * is turned by 90 degrees, one way or the other. Thread-safe.
 */
final class SecondLook {
    /** Boxes that overlap by more are of one person. */
    private static final double SAME = 0.45;

    /** Confidence of a faint look: who bends over is often seen less surely than any person. */
    private static final OptionalDouble FAINT = OptionalDouble.of(0.05);

    private SecondLook() {}

    /** A network that looks at a frame. */
    interface Eye {
        /**
         * @param confidence from which on detections are given, 0..1; empty: as the network's card
         *     says
         */
        Inference look(Turn turn, OptionalDouble confidence);
    }

    /**
     * Looks at the picture turned to both sides. Where that finds somebody whose legs are not seen
     * whole, it may be the trunk of one who bends over: another look at the picture as it is tells.
     *
     * @return the first look with who lies in it, by a posture or as one more person
     * @throws RuntimeException if the network fails
     */
    static Inference after(Inference first, Eye eye) {
        List<Inference> looks = new ArrayList<>(List.of(first));
        List<Detection> lying = new ArrayList<>();
        for (Turn turn : List.of(Turn.CLOCKWISE, Turn.COUNTERCLOCKWISE)) {
            Inference look = eye.look(turn, OptionalDouble.empty());
            looks.add(look);
            look.detections().stream()
                    .filter(person -> person.className().equals(PostureRules.PERSON))
                    .filter(person -> PostureRules.isLying(person, turn))
                    .filter(person -> !isUprightIn(first.detections(), person))
                    .forEach(lying::add);
        }
        if (lying.stream().anyMatch(PostureRules::mayBendOver)) {
            Inference faint = eye.look(Turn.NONE, FAINT);
            looks.add(faint);
            lying.removeIf(
                    person ->
                            PostureRules.mayBendOver(person)
                                    && faint.detections().stream()
                                            .anyMatch(it -> PostureRules.standsBelow(it, person)));
        }
        return new Inference(
                first.modelId(),
                looks.stream().mapToDouble(Inference::inferenceTimeMs).sum(),
                looks.stream().mapToDouble(Inference::scaleTimeMs).sum(),
                merged(first.detections(), lying));
    }

    private static boolean isUprightIn(List<Detection> first, Detection person) {
        return first.stream()
                .anyMatch(
                        other ->
                                PostureRules.isUpright(other)
                                        && other.confidence() >= person.confidence()
                                        && isSame(other, person));
    }

    /** Both turns may find the same person, whose surer finding counts. */
    private static List<Detection> merged(List<Detection> first, List<Detection> lying) {
        lying.sort(Comparator.comparing(Detection::confidence).reversed());
        List<Detection> all = new ArrayList<>(first);
        List<Detection> found = new ArrayList<>();
        for (Detection person : lying) {
            if (found.stream().noneMatch(other -> isSame(other, person))) {
                Detection seen =
                        all.stream()
                                .filter(other -> other.className().equals(PostureRules.PERSON))
                                .filter(other -> isSame(other, person))
                                .max(Comparator.comparing(Detection::confidence))
                                .orElse(person);
                all.remove(seen);
                found.add(lying(person, Math.max(seen.confidence(), person.confidence())));
            }
        }
        all.replaceAll(SecondLook::lookedAt);
        all.addAll(found);
        return List.copyOf(all);
    }

    /** A person of whom nothing else is known does not seem to lie, but may sit or stand. */
    private static Detection lookedAt(Detection seen) {
        return seen.className().equals(PostureRules.PERSON) && seen.posture() == null
                ? seen.withPosture(Posture.UNKNOWN, seen.confidence())
                : seen;
    }

    private static Detection lying(Detection person, float confidence) {
        return new Detection(person.className(), confidence, person.bbox())
                .withKeypoints(person.keypoints())
                .withPosture(Posture.LYING, person.confidence());
    }

    private static boolean isSame(Detection a, Detection b) {
        return PostureRules.overlap(a.bbox(), b.bbox()) > SAME;
    }
}
