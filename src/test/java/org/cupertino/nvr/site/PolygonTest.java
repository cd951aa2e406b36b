package org.cupertino.nvr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Path2D;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolygonTest {
    @ParameterizedTest
    @CsvSource({
        "0 0  1 1,                          must be 3 to 100",
        "0 0  1 0  1 1.1,                   corner 3",
        "0 0  1 0  1 NaN,                   corner 3",
        "0 0  1 0  -0.1 1,                  corner 3",
        "0 0  1 1  1 0  0 1,                cross or touch",
        "0 0  1 0  1 1  0 1  0 0,           1 and 5 are at the same place",
        "0 0  1 0  0.5 0,                   cross or touch",
        "0 0  1 0  1 1  0.5 0  0 1,         cross or touch",
        "0 0  0.8 0  0.8 0.5  0.4 0  0 0.9, cross or touch",
        "0.1 0.1  0.5 0.1  0.3 0.1  0.3 0.6, cross or touch",
    })
    void what_is_no_simple_polygon_is_refused(String corners, String reason) {
        assertThatThrownBy(() -> polygon(corners))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_concave_one_holds_what_is_inside_alone() {
        Polygon concave = polygon("0.1 0.1  0.9 0.1  0.9 0.9  0.5 0.3  0.1 0.9");
        assertThat(concave.contains(0.2, 0.5)).isTrue();
        assertThat(concave.contains(0.8, 0.5)).isTrue();
        assertThat(concave.contains(0.5, 0.5)).isFalse();
        assertThat(concave.contains(0.5, 0.05)).isFalse();
    }

    @Test
    void corners_on_a_straight_line_are_allowed() {
        assertThat(polygon("0 0  0.5 0  1 0  1 1  0 1").contains(0.5, 0)).isTrue();
    }

    @Test
    void the_edges_of_the_picture_belong_to_what_reaches_them() {
        Polygon all = polygon("0 0  1 0  1 1  0 1");
        assertThat(all.contains(0, 0)).isTrue();
        assertThat(all.contains(1, 1)).isTrue();
        assertThat(all.contains(0.5, 1)).isTrue();
        assertThat(all.contains(1, 0.5)).isTrue();
    }

    @Test
    void a_point_on_a_common_side_is_in_one_of_two_neighbours() {
        Polygon left = polygon("0 0  0.5 0  0.5 1  0 1");
        Polygon right = polygon("0.5 0  1 0  1 1  0.5 1");
        for (double y = 0; y <= 1; y += 0.01) {
            assertThat(left.contains(0.5, y)).isNotEqualTo(right.contains(0.5, y));
        }
    }

    @Test
    void it_agrees_with_another_implementation_on_random_stars() {
        Random random = new Random(13);
        for (int round = 0; round < 200; round++) {
            int n = 3 + random.nextInt(97);
            double[] xs = new double[n];
            double[] ys = new double[n];
            Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            for (int i = 0; i < n; i++) {
                double radius = 0.05 + 0.4 * random.nextDouble();
                xs[i] = 0.5 + radius * Math.cos(2 * Math.PI * i / n);
                ys[i] = 0.5 + radius * Math.sin(2 * Math.PI * i / n);
                if (i == 0) {
                    path.moveTo(xs[i], ys[i]);
                } else {
                    path.lineTo(xs[i], ys[i]);
                }
            }
            path.closePath();
            // A star of three or four corners may not go round its middle, yet crosses nothing.
            Polygon polygon = Polygon.of(xs, ys);
            for (int point = 0; point < 200; point++) {
                double x = random.nextDouble();
                double y = random.nextDouble();
                assertThat(polygon.contains(x, y)).isEqualTo(path.contains(x, y));
            }
        }
    }

    private static Polygon polygon(String corners) {
        String[] numbers = corners.strip().split("\\s+");
        double[] xs = new double[numbers.length / 2];
        double[] ys = new double[numbers.length / 2];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = Double.parseDouble(numbers[2 * i]);
            ys[i] = Double.parseDouble(numbers[2 * i + 1]);
        }
        return Polygon.of(xs, ys);
    }
}
