package org.cupertino.nvr.processor.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterboxTest {
    @Test
    void a_wide_frame_gets_bars_above_and_below() {
        Letterbox box = Letterbox.fit(1920, 1080, 416, 416);
        assertThat(box.scaledWidth()).isEqualTo(416);
        assertThat(box.scaledHeight()).isEqualTo(234);
        assertThat(box.x()).isZero();
        assertThat(box.y()).isEqualTo(91);
    }

    @Test
    void a_tall_frame_gets_bars_at_its_sides() {
        Letterbox box = Letterbox.fit(480, 640, 640, 640);
        assertThat(box.x()).isEqualTo(80);
        assertThat(box.y()).isZero();
        assertThat(box.gain()).isEqualTo(1.0);
    }

    @Test
    void an_odd_spare_pixel_lies_after_the_picture() {
        Letterbox box = Letterbox.fit(100, 97, 100, 100);
        assertThat(box.y()).isEqualTo(1);
        assertThat(box.y() + box.scaledHeight()).isEqualTo(98);
    }

    @Test
    void a_frame_thinner_than_a_network_pixel_keeps_one() {
        assertThat(Letterbox.fit(10_000, 2, 32, 32).scaledHeight()).isEqualTo(1);
    }
}
