package org.cupertino.nvr.processor.posture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import org.cupertino.nvr.processor.frame.Frame;
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

    private SecondLook() {}

    /**
     * @param network looks at a frame turned
     * @return the first look with who lies in it, by a posture or as one more person
     * @throws RuntimeException if the network fails
     */
    static Inference after(
            Inference first, Frame frame, BiFunction<Frame, Turn, Inference> network) {
        List<Detection> lying = new ArrayList<>();
        double inferenceMs = first.inferenceTimeMs();
        double scaleMs = first.scaleTimeMs();
        for (Turn turn : List.of(Turn.CLOCKWISE, Turn.COUNTERCLOCKWISE)) {
            Inference look = network.apply(frame, turn);
            inferenceMs += look.inferenceTimeMs();
            scaleMs += look.scaleTimeMs();
            for (Detection person : look.detections()) {
                if (person.className().equals(PostureRules.PERSON)
                        && PostureRules.isLying(person, turn)
                        && !isUprightIn(first.detections(), person)) {
                    lying.add(person);
                }
            }
        }
        return new Inference(
                first.modelId(), inferenceMs, scaleMs, merged(first.detections(), lying));
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
