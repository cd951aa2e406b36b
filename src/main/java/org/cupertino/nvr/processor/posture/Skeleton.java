package org.cupertino.nvr.processor.posture;

import java.util.List;
import java.util.OptionalDouble;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.wire.Keypoint;

/**
 * The points of a person that a posture is read from, each the middle of left and right.
 *
 * @param shoulders null where the network does not see them; likewise the others
 */
record Skeleton(Point shoulders, Point hips, Point knees, Point ankles) {
    /** A point of less is a guess of the network. */
    private static final double LEAST_SCORE = 0.2;

    /** Pixels of the frame, y downwards. */
    record Point(double x, double y) {}

    static Skeleton of(List<Keypoint> points) {
        return of(points, LEAST_SCORE);
    }

    /** With all points, however unsure the network is of them. */
    static Skeleton guessed(List<Keypoint> points) {
        return of(points, 0);
    }

    private static Skeleton of(List<Keypoint> points, double least) {
        return new Skeleton(
                middle(points, "shoulder", least),
                middle(points, "hip", least),
                middle(points, "knee", least),
                middle(points, "ankle", least));
    }

    private static Point middle(List<Keypoint> points, String part, double least) {
        double x = 0;
        double y = 0;
        int count = 0;
        for (Keypoint point : points) {
            if (point.confidence() >= least
                    && (point.name().equals("left_" + part)
                            || point.name().equals("right_" + part))) {
                x += point.x();
                y += point.y();
                count++;
            }
        }
        return count == 0 ? null : new Point(x / count, y / count);
    }

    /**
     * Degrees between the trunk and what is upright in the picture after a turn, 0 to 180: 90 is
     * level, 180 upside down. Empty if shoulders or hips are not seen.
     */
    OptionalDouble lean(Turn turn) {
        if (shoulders == null || hips == null) {
            return OptionalDouble.empty();
        }
        double across = shoulders.x - hips.x;
        double up = hips.y - shoulders.y;
        return OptionalDouble.of(
                switch (turn) {
                    case NONE -> angle(across, up, 0, 1);
                    case CLOCKWISE -> angle(across, up, -1, 0);
                    case COUNTERCLOCKWISE -> angle(across, up, 1, 0);
                });
    }

    /**
     * Degrees by which the legs are bent against the trunk, down to the knees or to the ankles,
     * whichever is more; 0 where neither is seen.
     */
    double bend() {
        return Math.max(bend(knees), bend(ankles));
    }

    private double bend(Point leg) {
        return shoulders == null || hips == null || leg == null
                ? 0
                : angle(hips.x - shoulders.x, hips.y - shoulders.y, leg.x - hips.x, leg.y - hips.y);
    }

    /**
     * How far the legs reach on in the line of the trunk, in lengths of it: about 1.4 for somebody
     * straight. 0 if they are not seen.
     */
    double reach() {
        return Math.max(reach(knees), reach(ankles));
    }

    private double reach(Point leg) {
        if (shoulders == null || hips == null || leg == null) {
            return 0;
        }
        double x = hips.x - shoulders.x;
        double y = hips.y - shoulders.y;
        return ((leg.x - hips.x) * x + (leg.y - hips.y) * y) / Math.max(1, x * x + y * y);
    }

    /** How far the knees are below the hips, as a part of the trunk's length; empty if not seen. */
    OptionalDouble drop() {
        return drop(knees);
    }

    /** How far the ankles are below the hips, likewise. */
    OptionalDouble anklesDrop() {
        return drop(ankles);
    }

    private OptionalDouble drop(Point leg) {
        if (shoulders == null || hips == null || leg == null) {
            return OptionalDouble.empty();
        }
        double trunk = Math.hypot(shoulders.x - hips.x, shoulders.y - hips.y);
        return OptionalDouble.of((leg.y - hips.y) / Math.max(1, trunk));
    }

    private static double angle(double ax, double ay, double bx, double by) {
        double along = ax * bx + ay * by;
        double aside = ax * by - ay * bx;
        return Math.toDegrees(Math.abs(Math.atan2(aside, along)));
    }
}
