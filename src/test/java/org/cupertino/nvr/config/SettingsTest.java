package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir Path folder;

    @Test
    void unknown_key_in_the_file_is_an_error_with_a_suggestion() throws IOException {
        Path file = write(Settings.DEFAULT_FILE, "nvr.max-fsp = 1");

        assertThatThrownBy(() -> Parsed.of(Map.of(), folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": unknown key nvr.max-fsp, did you mean nvr.max-fps?");
    }

    @Test
    void keys_of_others_in_the_file_are_left_alone() throws IOException {
        Path file =
                write(
                        Settings.DEFAULT_FILE,
                        "camel.main.name = x\nsite.name = y\nnvr.mqtt-password = z");

        ProcessorOptions options = Parsed.of(Map.of(), folder);

        assertThat(options.config()).contains(file);
        assertThat(options.mqtt().mqttPassword()).contains("z");
    }

    @Test
    void file_is_found_by_flag_before_variable_before_default() throws IOException {
        write(Settings.DEFAULT_FILE, "nvr.max-fps = 1");
        write("b.properties", "nvr.max-fps = 2");
        write("c.properties", "nvr.max-fps = 3");
        Map<String, String> environment = Map.of("NVR_CONFIG", "b.properties");

        assertThat(Parsed.of(environment, folder, "--config", "c.properties").cameras().maxFps())
                .isEqualTo(3);
        assertThat(Parsed.of(environment, folder).cameras().maxFps()).isEqualTo(2);
        assertThat(Parsed.of(Map.of(), folder).cameras().maxFps()).isEqualTo(1);
    }

    @Test
    void named_file_must_exist() {
        assertThatThrownBy(() -> Parsed.of(Map.of(), folder, "--config", "nope"))
                .hasMessage("The configuration file " + folder.resolve("nope") + " cannot be read");
    }

    @Test
    void wrong_value_names_the_place_it_is_in() throws IOException {
        Path file = write(Settings.DEFAULT_FILE, "nvr.workers = 0");

        assertThatThrownBy(() -> Parsed.of(Map.of(), folder))
                .hasMessageContaining("(nvr.workers in " + file + ")");
        assertThatThrownBy(() -> Parsed.of(Map.of("NVR_WORKERS", "many"), folder))
                .hasMessageContaining("(environment variable NVR_WORKERS)");
        assertThatThrownBy(() -> ProcessorOptions.from(Map.of("nvr.workers", "-1")::get))
                .hasMessageContaining("(property nvr.workers)");
        assertThatThrownBy(() -> Parsed.of(Map.of(), folder, "--workers", "-1"))
                .hasMessage("--workers is '-1' but must be 1 to 256");
    }

    @Test
    void byte_order_mark_belongs_to_no_key() throws IOException {
        write(Settings.DEFAULT_FILE, "\ufeffnvr.max-fps = 2\nnvr.workers = 3");

        assertThat(Parsed.of(Map.of(), folder).cameras().maxFps()).isEqualTo(2);
    }

    @Test
    void file_of_another_encoding_is_called_that() throws IOException {
        Path file = folder.resolve(Settings.DEFAULT_FILE);
        Files.write(file, "nvr.mqtt-user = \u00fc".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Parsed.of(Map.of(), folder))
                .hasMessage(file + " is not text in UTF-8: save it as UTF-8");
    }

    @Test
    void blank_value_counts_as_not_set() throws IOException {
        write(Settings.DEFAULT_FILE, "nvr.max-fps = 2\nnvr.streams =");

        ProcessorOptions options = Parsed.of(Map.of("NVR_MAX_FPS", " "), folder);

        assertThat(options.cameras().maxFps()).isEqualTo(2);
        assertThat(options.cameras().uris()).isEmpty();
    }

    @Test
    void cameras_may_stand_on_lines_of_their_own() throws IOException {
        write(Settings.DEFAULT_FILE, "nvr.stream = 7=rtsp://a/1 \\\n  8=/my clip.mp4\n");

        assertThat(Parsed.of(Map.of(), folder).cameras().uris())
                .containsExactly(Map.entry(7, "rtsp://a/1"), Map.entry(8, "/my clip.mp4"));
    }

    @Test
    void variables_that_mean_nothing_are_found() {
        Map<String, String> environment =
                Map.of(
                        "NVR_MAX_FSP",
                        "1",
                        "NVR_MAX_FPS",
                        "1",
                        "NVR_MQTT_PASSWORD",
                        "x",
                        "NVR_JAVA_OPTS",
                        "",
                        "NVR_CONFIG",
                        "",
                        "NVR_CACHE_DIR",
                        "",
                        "PATH",
                        "/bin");

        assertThat(Settings.of(environment, folder, Parsed.KEYS).unknownVariables())
                .containsExactly("NVR_MAX_FSP");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
