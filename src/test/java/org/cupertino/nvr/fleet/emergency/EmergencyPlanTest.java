package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OptionParser;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EmergencyPlanTest {
    @TempDir Path folder;

    @Test
    void emergency_processor_has_the_settings_of_the_site_and_one_camera() throws Exception {
        Map<String, String> settings =
                plan("""
                        nvr.stream-server = rtsp://cameras:8554
                        nvr.streams = 0,1,2
                        nvr.stream = 7=rtsp://u:geheim@a/7
                        nvr.model = nanodet-g
                        nvr.max-fps = 0.1
                        nvr.http-port = 9000
                        nvr.embedded-broker = true
                        nvr.publish-empty = false
                        nvr.enable-control = false
                        nvr.classes = person
                        nvr.mqtt-user = processor
                        nvr.mqtt-password = word
                        """)
                        .settings("emergency-1", 2);

        ProcessorOptions options = ProcessorOptions.from(settings::get);
        assertThat(options.instanceId()).isEqualTo("emergency-1");
        assertThat(options.cameras().uris()).isEqualTo(Map.of(2, "rtsp://cameras:8554/2"));
        assertThat(options.cameras().maxFps()).isEqualTo(1);
        assertThat(options.detector().model()).isEqualTo("movenet-multipose");
        assertThat(options.detector().publishEmpty()).isTrue();
        assertThat(options.detector().classes()).containsExactly("person");
        assertThat(options.enableControl()).isTrue();
        assertThat(options.http().httpPort()).isEmpty();
        assertThat(options.mqtt().mqttUrl()).isEqualTo("tcp://broker:1883");
        assertThat(options.mqtt().mqttUser()).contains("processor");
        assertThat(options.mqtt().mqttPassword()).contains("word");
        assertThat(settings).containsEntry("nvr.lease", "120000ms");
    }

    @Test
    void camera_with_an_address_of_its_own_keeps_it() throws Exception {
        assertThat(plan("nvr.stream = 7=rtsp://u:geheim@a/7 8=/b.mp4").settings("emergency-1", 7))
                .containsEntry("nvr.stream", "7=rtsp://u:geheim@a/7");
    }

    @Test
    void address_is_that_of_the_file_of_cameras_at_that_moment() throws Exception {
        Path file = folder.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {2: {address: 'rtsp://u:p@a/2', max_fps: 0.1}}");
        EmergencyPlan plan = plan("nvr.cameras = " + file);
        Files.writeString(file, "cameras: {2: {address: 'rtsp://u:p@b/2', max_fps: 0.1}}");
        assertThat(plan.settings("a", 2))
                .containsEntry("nvr.stream", "2=rtsp://u:p@b/2")
                .containsEntry("nvr.cameras", file.toString());
    }

    @Test
    void with_a_faulty_file_of_cameras_a_processor_gets_what_was_right_last() throws Exception {
        Path file = folder.resolve("cameras.yaml");
        String right =
                "cameras: {2: {address: 'rtsp://u:p@a/2', zones: {b: {kind: bed, corners: [[0, 0],"
                        + " [1, 0], [1, 1]]}}}}";
        Files.writeString(file, right);
        EmergencyPlan plan = plan("nvr.cameras = " + file);
        for (String faulty : List.of("no cameras", "cameras: {2: {zones: 3}}")) {
            Files.writeString(file, faulty);
            Map<String, String> settings = plan.settings("a", 2);
            assertThat(settings).containsEntry("nvr.stream", "2=rtsp://u:p@a/2");
            Path copy = Path.of(settings.get("nvr.cameras"));
            assertThat(copy).hasContent(right);
            assertThat(Files.getPosixFilePermissions(copy))
                    .as("it holds passwords")
                    .containsExactlyInAnyOrder(
                            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }

        Files.delete(file);
        assertThat(Path.of(plan.settings("a", 2).get("nvr.cameras"))).hasContent(right);
        Files.writeString(file, right);
        assertThat(plan.settings("a", 2)).containsEntry("nvr.cameras", file.toString());
    }

    @Test
    void a_container_gets_the_file_of_cameras_too() throws Exception {
        Path file = folder.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {2: {address: 'rtsp://u:p@a/2'}}");
        assertThat(plan("nvr.cameras = " + file, "--spawn", "docker").settings("a", 2))
                .containsEntry("nvr.stream", "2=rtsp://u:p@a/2")
                .containsEntry("nvr.cameras", file.toString());
    }

    @Test
    void thresholds_go_along_only_with_the_model_that_they_were_chosen_for() throws Exception {
        String site = "nvr.model = nanodet-g\nnvr.confidence = 0.55\nnvr.iou = 0.6";
        assertThat(plan(site).settings("a", 2)).doesNotContainKeys("nvr.confidence", "nvr.iou");
        assertThat(plan("nvr.confidence = 0.55").settings("a", 2))
                .as("the model is the usual one")
                .doesNotContainKey("nvr.confidence");
        assertThat(plan(site, "--emergency-model", "nanodet-g").settings("a", 2))
                .containsEntry("nvr.confidence", "0.55")
                .containsEntry("nvr.iou", "0.6");
    }

    @Test
    void what_a_site_says_for_its_usual_model_does_not_blind_another_one() throws Exception {
        assertThat(plan("nvr.classes = car,dog").settings("a", 2))
                .doesNotContainKey("nvr.classes")
                .containsEntry("nvr.camera-limits", "false");
        assertThat(plan("nvr.classes = car,person").settings("a", 2))
                .containsEntry("nvr.classes", "car,person");
        assertThat(plan("nvr.classes = car", "--emergency-model", "nanodet-g").settings("a", 2))
                .containsEntry("nvr.classes", "car")
                .doesNotContainKey("nvr.camera-limits");
    }

    @Test
    void an_emergency_decodes_more_than_key_frames() throws Exception {
        assertThat(plan("nvr.key-frames-only = all").settings("a", 2))
                .doesNotContainKey("nvr.key-frames-only");
    }

    @Test
    void processors_go_by_the_user_of_the_orchestrator_where_they_have_none() throws Exception {
        assertThat(plan("").settings("emergency-1", 2))
                .containsEntry("nvr.mqtt-user", "orchestrator")
                .containsEntry("nvr.mqtt-password", "own");
    }

    @Test
    void processors_get_the_file_of_the_password_so_that_it_may_change() throws Exception {
        Path word = Files.writeString(folder.resolve("word"), "secret");
        Map<String, String> settings =
                plan("", Map.of(), "--mqtt-password-file", word.toString()).settings("a", 2);
        assertThat(settings)
                .containsEntry("nvr.mqtt-password-file", word.toString())
                .doesNotContainKey("nvr.mqtt-password");
    }

    @Test
    void silence_is_three_frames_or_ten_seconds() throws Exception {
        assertThat(plan("").longestSilence()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan("", "--emergency-fps", "0.1").longestSilence())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nvr.max-fps = fast | 'fast'",
                "nvr.stream = 7 | 7",
                "nvr.mqtt-url = http://x | must be scheme://host:port",
                "nvr.models = nowhere | must be an existing folder"
            })
    void wrong_settings_of_processors_are_told_at_the_start(String line, String part) {
        assertThatThrownBy(() -> plan(line))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("No processor starts with these settings: ")
                .hasMessageContaining(part)
                .hasMessageNotContaining("\n");
    }

    private EmergencyPlan plan(String processors, String... flags) throws IOException {
        return plan(processors, Map.of("NVR_MQTT_PASSWORD", "own"), flags);
    }

    private EmergencyPlan plan(String processors, Map<String, String> password, String... flags)
            throws IOException {
        Path file = Files.writeString(folder.resolve("site.properties"), processors);
        OrchestratorOptions options = new OrchestratorOptions();
        Map<String, String> environment = new HashMap<>(password);
        environment.put("NVR_PROCESSOR_CONFIG", file.toString());
        environment.put("NVR_MQTT_URL", "tcp://broker:1883");
        environment.put("NVR_MQTT_USER", "orchestrator");
        Settings settings =
                Settings.of(
                        environment,
                        folder,
                        Settings.keys(new ProcessorOptions(), new OrchestratorOptions()));
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        options.resolve(parser.parseArgs(flags), settings);
        return new EmergencyPlan(options);
    }
}
