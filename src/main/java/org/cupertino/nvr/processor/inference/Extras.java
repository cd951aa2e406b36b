package org.cupertino.nvr.processor.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network says of each thing besides its box, scores and class.
 *
 * @param numbers how many numbers, after all others
 * @param keypoints names of the points that these numbers are; empty if they are something else
 */
public record Extras(int numbers, List<String> keypoints) {
    /** The tasks of the networks that the program can use. */
    static final List<String> TASKS = List.of("detect", "segment", "pose");

    static final Extras NONE = new Extras(0, List.of());

    /** Coefficients of a mask, always 32 in such exports; the program uses the box alone. */
    static final Extras MASK = new Extras(32, List.of());

    private static final int X_AND_Y = 2;
    private static final int WITH_SCORE = 3;

    /** COCO's order, which nearly all pose networks have. */
    private static final List<String> COCO =
            List.of(
                    "nose",
                    "left_eye",
                    "right_eye",
                    "left_ear",
                    "right_ear",
                    "left_shoulder",
                    "right_shoulder",
                    "left_elbow",
                    "right_elbow",
                    "left_wrist",
                    "right_wrist",
                    "left_hip",
                    "right_hip",
                    "left_knee",
                    "right_knee",
                    "left_ankle",
                    "right_ankle");

    /**
     * The points of a pose network.
     *
     * @param shape how many points, and how many numbers each; empty: as many as there are names,
     *     or 17, with three numbers each
     * @param names if known
     * @throws ModelException if they do not fit
     */
    static Extras pose(String file, Optional<List<Integer>> shape, Optional<List<String>> names)
            throws ModelException {
        int count =
                shape.map(list -> list.get(0)).orElse(names.map(List::size).orElse(COCO.size()));
        int each = shape.map(list -> list.get(1)).orElse(WITH_SCORE);
        if (each != X_AND_Y && each != WITH_SCORE) {
            throw ModelException.failed(
                    "%s has %d numbers a keypoint, but it must be x, y or x, y, score"
                            .formatted(file, each));
        }
        if (names.isPresent() && names.get().size() != count) {
            throw ModelException.failed(
                    "%s has %d keypoints, but %d names for them"
                            .formatted(file, count, names.get().size()));
        }
        return new Extras(count * each, names.orElse(usual(count)));
    }

    private static List<String> usual(int count) {
        return count == COCO.size()
                ? COCO
                : IntStream.range(0, count).mapToObj(number -> "point_" + number).toList();
    }

    /** How many numbers each keypoint has: two, or three with its score. */
    int each() {
        return numbers / keypoints.size();
    }

    boolean hasScores() {
        return each() == WITH_SCORE;
    }
}
