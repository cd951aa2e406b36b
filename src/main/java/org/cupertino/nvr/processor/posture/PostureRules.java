package org.cupertino.nvr.processor.posture;

import java.util.OptionalDouble;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;

/** From points, or a box, to a posture. The thresholds are round: they were not fitted. */
final class PostureRules {
    static final String PERSON = "person";

    /** Degrees to which somebody leans and is upright still. */
    private static final double UPRIGHT = 45;

    /** Degrees from which a trunk is level. */
    private static final double LEVEL = 65;

    /** Degrees to which a trunk is upright in the turned picture. */
    private static final double UPRIGHT_TURNED = 25;

    /** Degrees to which legs are in line with the trunk; more is bent, or kneels. */
    private static final double IN_LINE = 40;

    /** A lying body is longer than high by this factor; one that bends over fills a square. */
    private static final double LONG = 1.2;

    /** Knees less far below the hips, in lengths of the trunk, are those of somebody who sits. */
    private static final double SEAT = 0.5;

    private PostureRules() {}

    /** The posture of a person of whom there are keypoints, in the picture as it is. */
    static Posture posture(Detection person) {
        Skeleton body = Skeleton.of(person.keypoints());
        OptionalDouble lean = body.lean(Turn.NONE);
        if (lean.isEmpty()) {
            return Posture.UNKNOWN;
        }
        if (lean.getAsDouble() >= LEVEL) {
            return isStraight(body) ? Posture.LYING : Posture.UNKNOWN;
        }
        if (lean.getAsDouble() > UPRIGHT || body.drop().isEmpty()) {
            return Posture.UNKNOWN;
        }
        return body.drop().getAsDouble() < SEAT ? Posture.SITTING : Posture.UPRIGHT;
    }

    /** Whether a person found in the turned picture is upright in it, and so lies. */
    static boolean isLying(Detection person, Turn turn) {
        if (person.bbox().width() < LONG * person.bbox().height()) {
            return false;
        }
        if (person.keypoints() == null) {
            return true;
        }
        Skeleton body = Skeleton.of(person.keypoints());
        OptionalDouble lean = body.lean(turn);
        return lean.isPresent() && lean.getAsDouble() <= UPRIGHT_TURNED && isStraight(body);
    }

    /** Whether a person of the first look is upright, or at least sits. */
    static boolean isUpright(Detection person) {
        if (!person.className().equals(PERSON)) {
            return false;
        }
        if (person.keypoints() == null) {
            return person.bbox().height() > person.bbox().width();
        }
        return Skeleton.of(person.keypoints()).lean(Turn.NONE).orElse(LEVEL) <= UPRIGHT;
    }

    /** Also true where the legs are not seen, as under a blanket. */
    private static boolean isStraight(Skeleton body) {
        return body.bend() < IN_LINE;
    }

    /** Intersection over union. */
    static double overlap(BoundingBox a, BoundingBox b) {
        double width = shared(a.x(), a.width(), b.x(), b.width());
        double height = shared(a.y(), a.height(), b.y(), b.height());
        double both = width * height;
        return both / ((double) a.width() * a.height() + (double) b.width() * b.height() - both);
    }

    private static double shared(double a, double aSize, double b, double bSize) {
        double from = Math.max(a - aSize / 2, b - bSize / 2);
        double to = Math.min(a + aSize / 2, b + bSize / 2);
        return Math.max(0, to - from);
    }
}
