package org.cupertino.nvr.processor.posture;

import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Keypoint;

/** Persons made of sticks. */
final class Bodies {
    private static final double PART = 60;

    private Bodies() {}

    /**
     * @param trunk degrees clockwise from upright; thigh and shin likewise, 0 is straight down
     */
    static Detection of(double trunk, double thigh, double shin) {
        double[] hip = {300, 300};
        double[] shoulder = along(hip, trunk, PART);
        double[] knee = along(hip, thigh, -PART);
        double[] ankle = along(knee, shin, -PART);
        List<Keypoint> points = new ArrayList<>();
        add(points, "shoulder", shoulder);
        add(points, "hip", hip);
        add(points, "knee", knee);
        add(points, "ankle", ankle);
        double left = min(0, shoulder, hip, knee, ankle) - 15;
        double top = min(1, shoulder, hip, knee, ankle) - 15;
        double right = -min(0, negative(shoulder, hip, knee, ankle)) + 15;
        double bottom = -min(1, negative(shoulder, hip, knee, ankle)) + 15;
        BoundingBox box =
                new BoundingBox(
                        (float) (left + right) / 2,
                        (float) (top + bottom) / 2,
                        (float) (right - left),
                        (float) (bottom - top));
        return withPoints(new Detection("person", 0.5f, box), points);
    }

    static Detection box(float width, float height) {
        return new Detection("person", 0.5f, new BoundingBox(300, 300, width, height));
    }

    /** With points of those names only guessed. */
    static Detection without(Detection person, String names) {
        List<Keypoint> points = new ArrayList<>();
        for (Keypoint point : person.keypoints()) {
            boolean guessed = point.name().matches("(left_|right_)?(" + names + ")");
            points.add(new Keypoint(point.name(), point.x(), point.y(), guessed ? 0.1f : 0.8f));
        }
        return withPoints(person, points);
    }

    static Detection withPoints(Detection person, List<Keypoint> points) {
        return person.withKeypoints(points);
    }

    private static double[] along(double[] from, double degrees, double length) {
        double angle = Math.toRadians(degrees);
        return new double[] {
            from[0] + length * Math.sin(angle), from[1] - length * Math.cos(angle)
        };
    }

    private static void add(List<Keypoint> points, String part, double[] at) {
        points.add(new Keypoint("left_" + part, (float) at[0], (float) at[1], 0.8f));
        points.add(new Keypoint("right_" + part, (float) at[0], (float) at[1], 0.8f));
    }

    private static double[][] negative(double[]... points) {
        double[][] turned = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            turned[i] = new double[] {-points[i][0], -points[i][1]};
        }
        return turned;
    }

    private static double min(int axis, double[]... points) {
        double min = points[0][axis];
        for (double[] point : points) {
            min = Math.min(min, point[axis]);
        }
        return min;
    }
}
