package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.site.CameraFile;
import org.cupertino.nvr.site.SiteCameras;
import org.junit.jupiter.api.Test;

class SiteChangeTest {
    private static final String BEFORE =
            "1: {address: /a}, 2: {address: /b, max_fps: 1}, 3: {address: /c}";

    @Test
    void only_what_must_be_is_opened_anew() {
        SiteChange change =
                change(
                        Map.of(),
                        "1: {address: /a, key_frames_only: true}, 2: {address: /other, max_fps: 2},"
                                + " 4: {}");
        assertThat(change.added()).containsExactly(4);
        assertThat(change.removed()).containsExactly(3);
        assertThat(change.reopened()).containsExactly(1, 2);
        assertThat(change.rated()).containsExactly(2);
    }

    @Test
    void nothing_is_opened_anew_for_a_name_a_zone_or_a_rate() {
        SiteChange change =
                change(
                        Map.of(),
                        "1: {address: /a, name: x, classes: [cat], mounting: ceiling},"
                                + " 2: {address: /b}, 3: {address: /c, confidence: 0.5}");
        assertThat(change.reopened()).isEmpty();
        assertThat(change.rated()).containsExactly(2);
        assertThat(change(Map.of(), BEFORE).isEmpty()).isTrue();
    }

    @Test
    void cameras_that_options_do_not_choose_are_left_alone() {
        Map<String, String> two = Map.of("nvr.streams", "2");
        assertThat(change(two, "2: {address: /b, max_fps: 1}").isEmpty()).isTrue();
        assertThat(change(two, "1: {}").reopened()).containsExactly(2);
        Map<String, String> own = Map.of("nvr.stream", "2=/mine.mp4");
        assertThat(change(own, "2: {address: /x, max_fps: 5}").isEmpty()).isTrue();
    }

    private static SiteChange change(Map<String, String> settings, String after) {
        return SiteChange.between(site(settings, BEFORE), site(settings, after));
    }

    private static SiteCameras site(Map<String, String> settings, String cameras) {
        byte[] text = ("cameras: {" + cameras + "}").getBytes(StandardCharsets.UTF_8);
        return SiteCameras.of(
                ProcessorOptions.from(settings::get).cameras(), CameraFile.parse("c", text));
    }
}
