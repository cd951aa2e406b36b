package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSettingsTest {
    @ParameterizedTest
    @CsvSource({"25, PT10S", "1, PT10S", "0.1, PT10S", "0.05, PT20S", "0.01, PT30S"})
    void camera_has_as_long_to_connect_as_lies_between_two_frames_within_bounds(
            double maxFps, Duration limit) {
        assertThat(StreamSettings.of(0, "rtsp://camera/0").connectLimit(maxFps)).isEqualTo(limit);
    }

    @Test
    void connect_timeout_that_is_set_holds_at_any_rate() {
        Duration set = Duration.ofSeconds(3);
        StreamSettings settings =
                new StreamSettings(
                        0, "rtsp://camera/0", null, null, null, set, null, null, false, null);
        assertThat(settings.connectLimit(0.01)).isEqualTo(set);
    }

    @Test
    void settings_do_not_show_credentials() {
        assertThat(StreamSettings.of(3, "rtsp://u:s3cret@cam/0").toString())
                .contains("3", "cam")
                .doesNotContain("s3cret");
    }

    @Test
    void second_picture_may_come_much_later_than_the_first_had_to() {
        StreamSettings settings = StreamSettings.of(0, "http://127.0.0.1/0");
        StreamRhythm rhythm = new StreamRhythm();
        assertThat(Duration.ofNanos(settings.readLimit(rhythm, 1))).hasSeconds(10);
        rhythm.packet(true, 0);
        assertThat(Duration.ofNanos(settings.readLimit(rhythm, 1))).hasSeconds(60);
        rhythm.packet(true, Duration.ofMillis(40).toNanos());
        assertThat(Duration.ofNanos(settings.readLimit(rhythm, 1))).hasSeconds(5);
    }
}
