package org.cupertino.nvr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options and file together. */
class SiteCamerasTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("cameras.yaml");
        Files.writeString(
                file,
                """
                cameras:
                  1:
                    address: rtsp://u:geheim@file/1
                    max_fps: 0.5
                  2:
                    name: Room 2
                    key_frames_only: true
                """);
    }

    @Test
    void without_a_file_the_cameras_are_those_of_the_options() {
        Map<String, String> settings = new HashMap<>(Map.of("nvr.n", "2"));
        SiteCameras site = SiteCameras.of(ProcessorOptions.from(settings::get).cameras());
        assertThat(site.addresses()).containsOnlyKeys(0, 1);
        assertThat(site.maxFps(1)).isEmpty();
        assertThat(site.name(1)).isNull();
    }

    @Test
    void all_cameras_of_the_file_are_watched_if_no_option_chooses_some() {
        SiteCameras site = site(Map.of());
        assertThat(site.addresses())
                .isEqualTo(Map.of(1, "rtsp://u:geheim@file/1", 2, "rtsp://localhost:8554/2"));
        assertThat(site.maxFps(1)).isEqualTo(OptionalDouble.of(0.5));
        assertThat(site.maxFps(2)).isEmpty();
        assertThat(site.keyFramesOnly(1)).isFalse();
        assertThat(site.keyFramesOnly(2)).isTrue();
        assertThat(site.name(2)).isEqualTo("Room 2");
    }

    @Test
    void options_choose_among_them_and_the_file_says_how_each_is() {
        SiteCameras site = site(Map.of("nvr.streams", "1,5"));
        assertThat(site.addresses())
                .isEqualTo(Map.of(1, "rtsp://u:geheim@file/1", 5, "rtsp://localhost:8554/5"));
        assertThat(site.maxFps(1)).isEqualTo(OptionalDouble.of(0.5));
        assertThat(site.addressOf(2)).isEqualTo("rtsp://localhost:8554/2");
    }

    @Test
    void an_address_of_the_options_wins_and_such_a_camera_has_the_rate_of_all() {
        SiteCameras site = site(Map.of("nvr.stream", "1=rtsp://localhost:8554/1"));
        assertThat(site.addresses()).isEqualTo(Map.of(1, "rtsp://localhost:8554/1"));
        assertThat(site.maxFps(1)).isEmpty();
        assertThat(site.inFile()).hasSize(2);
    }

    @Test
    void key_frames_are_as_the_options_say_where_the_file_is_silent() {
        assertThat(site(Map.of("nvr.key-frames-only", "all")).keyFramesOnly(1)).isTrue();
    }

    @Test
    void a_camera_at_an_address_of_the_options_has_their_way_to_decode_as_it_has_their_rate() {
        assertThat(site(Map.of("nvr.stream", "2=rtsp://localhost:8554/2")).keyFramesOnly(2))
                .isFalse();
    }

    @Test
    void a_faulty_file_is_wrong_usage_with_line_and_reason() throws IOException {
        Files.writeString(file, "cameras:\n  1: {adress: 'rtsp://u:geheim@h'}\n");
        assertThatThrownBy(() -> site(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "cameras.yaml line 2: unknown key 'adress' in cameras.1, did you mean"
                                + " address?");
        Files.delete(file);
        assertThatThrownBy(() -> site(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--cameras");
    }

    private SiteCameras site(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("nvr.cameras", file.toString());
        return SiteCameras.of(ProcessorOptions.from(all::get).cameras());
    }
}
