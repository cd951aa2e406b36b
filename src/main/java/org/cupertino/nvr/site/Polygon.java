package org.cupertino.nvr.site;

import java.util.Arrays;

/**
 * A part of a picture: a polygon in fractions of its width and height, 0 at the left and top. It
 * may be concave but does not cross or touch itself. Immutable.
 */
public final class Polygon {
    static final int LEAST_CORNERS = 3;
    static final int MOST_CORNERS = 100;

    /** The picture's edges are part of a polygon that reaches them. */
    private static final double INSIDE = 1e-9;

    private final double[] xs;
    private final double[] ys;

    private Polygon(double[] xs, double[] ys) {
        this.xs = xs;
        this.ys = ys;
    }

    /**
     * @param xs 0 to 1, one a corner
     * @param ys likewise
     * @throws IllegalArgumentException if it is no such polygon; the message completes "the
     *     corners"
     */
    static Polygon of(double[] xs, double[] ys) {
        int n = xs.length;
        if (n < LEAST_CORNERS || n > MOST_CORNERS || ys.length != n) {
            throw new IllegalArgumentException(
                    "must be " + LEAST_CORNERS + " to " + MOST_CORNERS + ", not " + n);
        }
        for (int i = 0; i < n; i++) {
            if (!isFraction(xs[i]) || !isFraction(ys[i])) {
                throw new IllegalArgumentException(
                        "must be from 0 to 1, which corner %d is not".formatted(i + 1));
            }
            for (int j = 0; j < i; j++) {
                if (xs[j] == xs[i] && ys[j] == ys[i]) {
                    throw new IllegalArgumentException(
                            "%d and %d are at the same place".formatted(j + 1, i + 1));
                }
            }
        }
        Polygon polygon = new Polygon(xs.clone(), ys.clone());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (polygon.meet(j, i)) {
                    throw new IllegalArgumentException(
                            "%d and %d begin sides that cross or touch".formatted(j + 1, i + 1));
                }
            }
        }
        return polygon;
    }

    private static boolean isFraction(double value) {
        return value >= 0 && value <= 1;
    }

    /** Whether the sides that begin at two corners have more than their common corner in common. */
    private boolean meet(int first, int second) {
        if (second == first + 1) {
            return turnsBack(second);
        }
        return first == 0 && second == xs.length - 1 ? turnsBack(0) : cross(first, second);
    }

    /** Whether the side after a corner lies on the side before it. */
    private boolean turnsBack(int corner) {
        int before = (corner + xs.length - 1) % xs.length;
        int after = (corner + 1) % xs.length;
        double ax = xs[before] - xs[corner];
        double ay = ys[before] - ys[corner];
        double bx = xs[after] - xs[corner];
        double by = ys[after] - ys[corner];
        return ax * by == ay * bx && ax * bx + ay * by > 0;
    }

    private boolean cross(int i, int j) {
        int iEnd = (i + 1) % xs.length;
        int jEnd = (j + 1) % xs.length;
        double d1 = side(j, jEnd, i);
        double d2 = side(j, jEnd, iEnd);
        if (d1 * d2 > 0) {
            return false;
        }
        double d3 = side(i, iEnd, j);
        double d4 = side(i, iEnd, jEnd);
        return d1 * d2 < 0 && d3 * d4 < 0
                || d1 == 0 && between(j, jEnd, i)
                || d2 == 0 && between(j, jEnd, iEnd)
                || d3 == 0 && between(i, iEnd, j)
                || d4 == 0 && between(i, iEnd, jEnd);
    }

    /** On which side of a line a corner is; 0 is on it. */
    private double side(int from, int to, int corner) {
        return (xs[to] - xs[from]) * (ys[corner] - ys[from])
                - (ys[to] - ys[from]) * (xs[corner] - xs[from]);
    }

    private boolean between(int from, int to, int corner) {
        return Math.min(xs[from], xs[to]) <= xs[corner]
                && xs[corner] <= Math.max(xs[from], xs[to])
                && Math.min(ys[from], ys[to]) <= ys[corner]
                && ys[corner] <= Math.max(ys[from], ys[to]);
    }

    /**
     * Whether a point is in it. Of two polygons with a common side one has a point on that side.
     */
    public boolean contains(double x, double y) {
        double atX = Math.min(x, 1 - INSIDE);
        double atY = Math.min(y, 1 - INSIDE);
        boolean inside = false;
        for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
            if (ys[i] > atY != ys[j] > atY
                    && atX < (xs[j] - xs[i]) * (atY - ys[i]) / (ys[j] - ys[i]) + xs[i]) {
                inside = !inside;
            }
        }
        return inside;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polygon that
                && Arrays.equals(xs, that.xs)
                && Arrays.equals(ys, that.ys);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(xs) + Arrays.hashCode(ys);
    }
}
