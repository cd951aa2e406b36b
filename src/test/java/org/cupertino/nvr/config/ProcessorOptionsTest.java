package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.cupertino.nvr.identity.InstanceIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorOptionsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "4, 3, 2, 4.0",
        " , 3, 2, 3.0",
        " ,  , 2, 2.0",
        " ,  ,  , 0.1",
        "4,  , 2, 4.0",
        "4, 3,  , 4.0",
    })
    void flag_beats_environment_beats_file_beats_default(
            String flag, String variable, String property, double effective) throws IOException {
        if (property != null) {
            file("nvr.max-fps = " + property);
        }
        Map<String, String> environment =
                variable == null ? Map.of() : Map.of("NVR_MAX_FPS", variable);
        String[] flags = flag == null ? new String[0] : new String[] {"--max-fps", flag};

        assertThat(Parsed.of(environment, folder, flags).cameras().maxFps()).isEqualTo(effective);
    }

    @Test
    void camera_choices_add_up_in_ascending_order() {
        ProcessorOptions options =
                Parsed.of(
                        "--stream",
                        "7=rtsp://a/b,c?x=1",
                        "--n",
                        "2",
                        "--start",
                        "4",
                        "--end",
                        "5",
                        "--streams",
                        "9, 3",
                        "--stream",
                        "8=/clip.mp4",
                        "--stream-server",
                        "rtsp://h:1/");

        assertThat(options.cameras().uris())
                .containsExactly(
                        Map.entry(0, "rtsp://h:1/0"),
                        Map.entry(1, "rtsp://h:1/1"),
                        Map.entry(3, "rtsp://h:1/3"),
                        Map.entry(4, "rtsp://h:1/4"),
                        Map.entry(5, "rtsp://h:1/5"),
                        Map.entry(7, "rtsp://a/b,c?x=1"),
                        Map.entry(8, "/clip.mp4"),
                        Map.entry(9, "rtsp://h:1/9"));
    }

    @Test
    void cameras_of_a_flag_replace_those_of_environment_and_file() throws IOException {
        file("nvr.n = 6");
        Map<String, String> environment = Map.of("NVR_STREAM", "1=rtsp://a/1");

        assertThat(Parsed.of(environment, folder, "--streams", "2").cameras().uris())
                .containsOnlyKeys(2);
        assertThat(Parsed.of(environment, folder).cameras().uris())
                .containsExactly(Map.entry(1, "rtsp://a/1"));
        assertThat(Parsed.of(Map.of(), folder).cameras().uris()).containsOnlyKeys(0, 1, 2, 3, 4, 5);
    }

    @Test
    void class_may_have_an_escaped_comma_in_its_name() {
        ProcessorOptions options = Parsed.of("--classes", "light\\, red ,person");

        assertThat(options.detector().classes()).containsExactly("light, red", "person");
        assertThat(options.asProperties()).containsEntry("nvr.classes", "light\\, red,person");
    }

    @Test
    void no_camera_at_all_is_fine() {
        assertThat(Parsed.of().cameras().uris()).isEmpty();
    }

    @Test
    void generated_ids_are_valid_and_differ() {
        String first = Parsed.of().instanceId();

        assertThat(first).matches("processor-[0-9a-f]{8}").isNotEqualTo(Parsed.of().instanceId());
        assertThat(InstanceIds.isValid(first)).isTrue();
    }

    @Test
    void embedded_broker_is_the_one_that_is_used() {
        assertThat(Parsed.of("--embedded-broker", "--embedded-broker-port", "99").mqtt().mqttUrl())
                .isEqualTo("tcp://127.0.0.1:99");
        assertThat(Parsed.of("--mqtt-url", "MQTTS://b").mqtt().mqttUrl()).isEqualTo("ssl://b");
    }

    @Test
    void switches_turn_off() {
        ProcessorOptions options = Parsed.of("--no-control", "--no-publish-empty");

        assertThat(options.enableControl()).isFalse();
        assertThat(options.detector().publishEmpty()).isFalse();
        assertThat(Parsed.of("--enable-control").enableControl()).isTrue();
        assertThat(
                        Parsed.of(Map.of("NVR_JSON_LOGS", "true"), folder, "--no-json-logs")
                                .logging()
                                .jsonLogs())
                .isFalse();
    }

    @Test
    void effective_values_can_be_read_again() {
        Map<String, String> all =
                Parsed.of("--n", "2", "--stream", "7=rtsp://a/1", "--stall-timeout", "1m")
                        .asProperties();

        assertThat(ProcessorOptions.from(all::get).asProperties()).isEqualTo(all);
        assertThat(ProcessorOptions.from(all::get).cameras().stallTimeout())
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void secrets_are_left_out() {
        ProcessorOptions options =
                Parsed.of(
                        Map.of("NVR_MQTT_PASSWORD", "a$${x}geheim"),
                        folder,
                        "--stream",
                        "7=rtsp://u:geheim@a/1",
                        "--stream-server",
                        "rtsp://u:geheim@b");

        assertThat(options.asProperties().toString()).doesNotContain("geheim");
        assertThat(options.toString())
                .doesNotContain("geheim")
                .contains("nvr.stream=7=rtsp://***@a/1");
        assertThat(options.cameras().uris()).containsEntry(7, "rtsp://u:geheim@a/1");
        assertThat(options.mqtt().mqttPassword()).contains("a$${x}geheim");
    }

    @Test
    void values_are_taken_as_they_stand() {
        String uri = "rtsp://u:${sys:user.home}$$x@a/1";

        assertThat(Parsed.of(Map.of("NVR_STREAM", "7=" + uri), folder).cameras().uris())
                .containsEntry(7, uri);
        assertThat(Parsed.of("--stream", "7=" + uri).cameras().uris()).containsEntry(7, uri);
    }

    @Test
    void password_file_is_read_anew_each_time_and_may_have_a_byte_order_mark() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "\uFEFFgeheim\n");
        MqttOptions options =
                Parsed.of(Map.of(), folder, "--mqtt-password-file", secret.toString()).mqtt();
        assertThat(options.mqttPassword()).contains("geheim");
        Files.writeString(secret, "other");
        assertThat(options.mqttPassword()).contains("other");
        Files.write(secret, "Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(options::mqttPassword)
                .hasMessage(secret + " is not text in UTF-8: save it as UTF-8");
    }

    @Test
    void properties_file_may_have_a_byte_order_mark() throws IOException {
        Files.writeString(folder.resolve(Settings.DEFAULT_FILE), "\uFEFFnvr.mqtt-user = me");
        assertThat(Parsed.of(Map.of(), folder).mqtt().mqttUser()).contains("me");
    }

    @Test
    void password_file_gives_its_first_line_and_excludes_the_variable() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "geheim\nrest\n");
        String[] flags = {"--mqtt-password-file", secret.toString()};

        assertThat(Parsed.of(Map.of(), folder, flags).mqtt().mqttPassword()).contains("geheim");
        assertThatThrownBy(() -> Parsed.of(Map.of("NVR_MQTT_PASSWORD", "x"), folder, flags))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--mqtt-password-file and environment variable NVR_MQTT_PASSWORD are both"
                                + " set; keep one");
    }

    @Test
    void there_is_no_flag_for_the_password_and_trying_does_not_show_it() {
        assertThatThrownBy(() -> Parsed.of("--mqtt-password=geheim"))
                .hasMessage("Unknown option --mqtt-password, did you mean --mqtt-password-file?");
        assertThatThrownBy(() -> Parsed.of("--mqtt-password", "geheim"))
                .hasMessageNotContaining("geheim");
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve(Settings.DEFAULT_FILE), text);
    }
}
