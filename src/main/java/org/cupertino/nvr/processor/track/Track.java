package org.cupertino.nvr.processor.track;

import java.time.Duration;
import java.time.Instant;
import org.cupertino.nvr.wire.BoundingBox;

/** Where a person is, and moves to with a constant velocity. Not thread-safe. */
final class Track {
    /** Of the old velocity, in the new one. */
    private static final double INERTIA = 0.4;

    /** Seconds after which nobody is taken to go on in the same direction. */
    private static final double LONGEST_S = 2;

    /**
     * Sizes of a person: how inexact a box is, and how far somebody who hurries gets in a second.
     */
    private static final double BOX_ERROR = 0.4;

    private static final double SPEED = 1.2;
    private static final double FARTHEST = 2.5;

    private final int id;
    private BoundingBox box;
    private Instant seenAt;
    private double velocityX;
    private double velocityY;
    private boolean moved;

    Track(int id, BoundingBox box, Instant seenAt) {
        this.id = id;
        this.box = box;
        this.seenAt = seenAt;
    }

    int id() {
        return id;
    }

    Instant seenAt() {
        return seenAt;
    }

    /** Takes the person's new place, and learns the velocity from it. */
    void seen(BoundingBox now, Instant at) {
        double seconds = seconds(at);
        if (seconds > 0) {
            double keep = moved ? INERTIA : 0;
            velocityX = keep * velocityX + (1 - keep) * (now.x() - box.x()) / seconds;
            velocityY = keep * velocityY + (1 - keep) * (now.y() - box.y()) / seconds;
            moved = true;
        }
        box = now;
        seenAt = at;
    }

    /**
     * How well a box fits to where the person is expected.
     *
     * @return more is better; 0 if it cannot be the same person
     */
    double fit(BoundingBox other, Instant at) {
        double seconds = seconds(at);
        BoundingBox expected = at(seconds);
        double size = (size(expected) + size(other)) / 2;
        double reach = size * Math.min(BOX_ERROR + SPEED * seconds, FARTHEST);
        double away = Math.hypot(other.x() - expected.x(), other.y() - expected.y());
        return away >= reach || !(reach > 0) ? 0 : overlap(expected, other) + 1 - away / reach;
    }

    /** Intersection over union of a box and of where the person is expected. */
    double overlap(BoundingBox other, Instant at) {
        return overlap(at(seconds(at)), other);
    }

    private BoundingBox at(double seconds) {
        double ahead = Math.min(seconds, LONGEST_S);
        return new BoundingBox(
                (float) (box.x() + velocityX * ahead),
                (float) (box.y() + velocityY * ahead),
                box.width(),
                box.height());
    }

    private double seconds(Instant at) {
        return Math.max(0, Duration.between(seenAt, at).toMillis() / 1e3);
    }

    private static double size(BoundingBox box) {
        return Math.max(box.width(), box.height());
    }

    private static double overlap(BoundingBox a, BoundingBox b) {
        double width = shared(a.x(), a.width(), b.x(), b.width());
        double height = shared(a.y(), a.height(), b.y(), b.height());
        double both = width * height;
        double all = (double) a.width() * a.height() + (double) b.width() * b.height() - both;
        return all > 0 ? both / all : 0;
    }

    private static double shared(double a, double sizeA, double b, double sizeB) {
        double end = Math.min(a + sizeA / 2, b + sizeB / 2);
        return Math.max(0, end - Math.max(a - sizeA / 2, b - sizeB / 2));
    }
}
