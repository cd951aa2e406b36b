package org.cupertino.nvr.faults;

import java.util.Arrays;
import java.util.Locale;

/** Curves over one axis, each in a box of its own from 0 up, as SVG. */
final class Picture {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 100;
    private static final int LEFT = 50;
    private static final int GAP = 34;

    private final String axis;
    private final double[] x;
    private final StringBuilder boxes = new StringBuilder();
    private int top = GAP;

    /** The last value is the largest. */
    Picture(String axis, double[] x) {
        this.axis = axis;
        this.x = x;
    }

    Picture curve(String title, double[] y) {
        double most = Math.max(1, Arrays.stream(y).max().orElse(1));
        double end = Math.max(1e-9, x[x.length - 1]);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.1f ",
                            LEFT + x[i] / end * WIDTH,
                            top + HEIGHT - y[i] / most * HEIGHT));
        }
        boxes.append(
                """
                <text x="%d" y="%d">%s</text>
                <text x="%d" y="%d" text-anchor="end">%.0f</text>
                <text x="%d" y="%d" text-anchor="end">0</text>
                <rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#bbb"/>
                <polyline fill="none" stroke="#06c" points="%s"/>
                """
                        .formatted(
                                LEFT,
                                top - 6,
                                title,
                                LEFT - 4,
                                top + 10,
                                most,
                                LEFT - 4,
                                top + HEIGHT,
                                LEFT,
                                top,
                                WIDTH,
                                HEIGHT,
                                points.toString().strip()));
        top += HEIGHT + GAP;
        return this;
    }

    String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="#fff"/>
                %s<text x="%d" y="%d" text-anchor="end">%.0f %s</text>
                </svg>
                """
                .formatted(
                        LEFT + WIDTH + 10,
                        top,
                        boxes,
                        LEFT + WIDTH,
                        top - GAP + 16,
                        x[x.length - 1],
                        axis);
    }
}
