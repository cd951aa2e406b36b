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

    /** Legs that reach less far beyond the hips, in lengths of the trunk, are not seen whole. */
    private static final double WHOLE = 1;

    /** Ankles so far below the hips are those of somebody who stands, if only bent over. */
    private static final double STANDS = 0.9;

    /** Part of one box that lies in another of the same person. */
    private static final double COVERED = 0.6;

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

    /** Whether who is found lying may also be the trunk of somebody who bends over. */
    static boolean mayBendOver(Detection lying) {
        return lying.keypoints() != null && Skeleton.guessed(lying.keypoints()).reach() < WHOLE;
    }

    /** Whether a person, seen in the picture as it is, stands on legs below who is found lying. */
    static boolean standsBelow(Detection person, Detection lying) {
        return person.className().equals(PERSON)
                && person.keypoints() != null
                && Skeleton.guessed(person.keypoints()).anklesDrop().orElse(0) >= STANDS
                && shared(lying.bbox(), person.bbox()) > COVERED * area(lying.bbox());
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
        double both = shared(a, b);
        return both / (area(a) + area(b) - both);
    }

    private static double area(BoundingBox box) {
        return (double) box.width() * box.height();
    }

    private static double shared(BoundingBox a, BoundingBox b) {
        return shared(a.x(), a.width(), b.x(), b.width())
                * shared(a.y(), a.height(), b.y(), b.height());
    }

    private static double shared(double a, double aSize, double b, double bSize) {
        double from = Math.max(a - aSize / 2, b - bSize / 2);
        double to = Math.min(a + aSize / 2, b + bSize / 2);
        return Math.max(0, to - from);
    }
}
