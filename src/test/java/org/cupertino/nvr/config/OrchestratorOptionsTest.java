package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestratorOptionsTest {
    @TempDir Path folder;

    @Test
    void defaults_are_those_of_the_specification() {
        OrchestratorOptions options = parse(Map.of());

        assertThat(options.emergencyModel()).isEqualTo("movenet-multipose");
        assertThat(options.emergencyFps()).isEqualTo(1);
        assertThat(options.othersFps()).isEqualTo(0.05);
        assertThat(options.maxEmergencies()).isEqualTo(2);
        assertThat(options.lease()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.spawnTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.processorSettings()).isEmpty();
        assertThat(options.rules().any()).isTrue();
        assertThat(options.rules().fallRuleEverywhere()).isFalse();
        assertThat(options.routes()).isEmpty();
        assertThat(options.config()).isEmpty();
        assertThat(options.spawn().kind()).isEqualTo(SpawnKind.PROCESS);
        assertThat(options.mqtt().mqttUrl()).isEqualTo("tcp://localhost:1883");
        assertThat(options.asProperties())
                .isEqualTo(
                        Map.of(
                                "nvr.topic-prefix", "nvr",
                                "nvr.fall-rule", "zones",
                                "nvr.quiet-rule", "false",
                                "nvr.left-rule", "false"));
    }

    @Test
    void values_come_from_flag_environment_and_file_in_this_order() throws IOException {
        write(
                Settings.DEFAULT_FILE,
                "nvr.others-fps=0.01\nnvr.emergency-fps=2\nnvr.max-emergencies=9");

        OrchestratorOptions options =
                parse(
                        Map.of("NVR_EMERGENCY_FPS", "3", "NVR_MAX_EMERGENCIES", "4"),
                        "--max-emergencies",
                        "5",
                        "--fall-rule",
                        "--topic-prefix",
                        "site/a");

        assertThat(options.othersFps()).isEqualTo(0.01);
        assertThat(options.emergencyFps()).isEqualTo(3);
        assertThat(options.maxEmergencies()).isEqualTo(5);
        assertThat(options.asProperties())
                .containsEntry("nvr.topic-prefix", "site/a")
                .containsEntry("nvr.fall-rule", "true");
        assertThat(options.config()).contains(folder.resolve(Settings.DEFAULT_FILE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--emergency-model ../x | --emergency-model is '../x' but must be the id of a model",
                "--emergency-fps 0 | --emergency-fps is '0.0' but must be from 0.00001 to 1000",
                "--emergency-fps nan | --emergency-fps",
                "--others-fps -1 | --others-fps is '-1.0' but must be from 0.00001 to 1000",
                "--others-fps 1e-320 | from 0.00001 to 1000",
                "--emergency-fps 1e-320 | from 0.00001 to 1000",
                "--others-fps slow | 'slow'",
                "--max-emergencies 0 | --max-emergencies is '0' but must be 1 to 100",
                "--max-emergencies 101 | --max-emergencies is '101' but must be 1 to 100",
                "--emergency-lease 2s | --emergency-lease is '2s' but must be at least 3s",
                "--emergency-lease 25h | --emergency-lease is '90000s' but must be more than 0 and at most 24h",
                "--emergency-lease soon | 'soon'",
                "--fall-rule sometimes | --fall-rule",
                "--lying-samples 1 | --lying-samples is '1' but must be 2 to 100",
                "--upright-samples 0 | --upright-samples is '0' but must be 1 to 100",
                "--suspicion-fps 0 | --suspicion-fps",
                "--suspicion-lease 0.5s | --suspicion-lease is '500ms' but must be 1s or more",
                "--quiet-after 25h | --quiet-after",
                "--night 22-06 | --night is '22-06' but must be two times of the day",
                "--night 22:00 | --night is '22:00' but must be two times of the day",
                "--spawn-timeout 0 | --spawn-timeout",
                "--events-client-id a/b | --events-client-id is 'a/b' but must be 1 to 128 letters",
                "--processor-config nowhere | --processor-config is 'nowhere' but must be a file that can be read",
                "--routes nowhere | --routes is 'nowhere' but must be an existing folder",
                "--spawn rocket | expected one of",
                "--http-port 70000 | --http-port is '70000' but must be 1 to 65535, or 0 for none",
                "--topic-prefix nvr/# | --topic-prefix",
                "--max-emergency 2 | did you mean --max-emergencies"
            })
    void wrong_value_is_told_in_one_line(String flags, String sentence) {
        assertThatThrownBy(() -> parse(Map.of(), flags.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("\n");
    }

    @Test
    void night_goes_over_midnight_or_not() {
        RuleOptions usual = parse(Map.of()).rules();
        RuleOptions early = parse(Map.of(), "--night", "01:00-05:30").rules();

        assertThat(usual.isNight(LocalTime.of(22, 0))).isTrue();
        assertThat(usual.isNight(LocalTime.of(3, 0))).isTrue();
        assertThat(usual.isNight(LocalTime.of(6, 0))).isFalse();
        assertThat(early.isNight(LocalTime.of(5, 29))).isTrue();
        assertThat(early.isNight(LocalTime.of(23, 0))).isFalse();
    }

    @Test
    void processor_and_orchestrator_share_one_file() throws IOException {
        write(
                Settings.DEFAULT_FILE,
                "nvr.others-fps=0.01\nnvr.spawn-memory=1g\nnvr.model=other\nnvr.streams=0,1");

        assertThat(parse(Map.of()).othersFps()).isEqualTo(0.01);
        assertThat(Parsed.of(Map.of(), folder).detector().model()).isEqualTo("other");
        write(Settings.DEFAULT_FILE, "nvr.other-fps=0.01");
        for (Runnable program :
                new Runnable[] {() -> parse(Map.of()), () -> Parsed.of(Map.of(), folder)}) {
            assertThatThrownBy(program::run)
                    .hasMessageContaining("unknown key nvr.other-fps, did you mean nvr.others-fps");
        }
    }

    @Test
    void settings_of_processors_are_read_from_their_own_file() throws IOException {
        Path site =
                write(
                        "site.properties",
                        "nvr.stream-server=rtsp://cameras:8554\nnvr.mqtt-password=a\\u00e9$b\nelse=1");

        OrchestratorOptions options = parse(Map.of(), "--processor-config", site.toString());

        assertThat(options.processorSettings())
                .isEqualTo(
                        Map.of(
                                "nvr.stream-server",
                                "rtsp://cameras:8554",
                                "nvr.mqtt-password",
                                "aé$b"));
        assertThat(options.mqtt().mqttPassword()).isEmpty();
    }

    @Test
    void unknown_key_in_the_settings_of_processors_is_told_with_the_right_one() throws IOException {
        Path site = write("site.properties", "nvr.stream-sever=rtsp://cameras:8554");

        assertThatThrownBy(() -> parse(Map.of("NVR_PROCESSOR_CONFIG", site.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        site + ": unknown key nvr.stream-sever, did you mean nvr.stream-server?");
    }

    @Test
    void settings_of_processors_that_are_no_properties_file_are_told() throws IOException {
        Path site = write("site.properties", "nvr.model=\\u00zz");

        assertThatThrownBy(() -> parse(Map.of(), "--processor-config", site.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(site + " is not a properties file");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private OrchestratorOptions parse(Map<String, String> environment, String... flags) {
        return ProgramOptions.parse(
                new OrchestratorOptions(), Settings.of(environment, folder, Parsed.KEYS), flags);
    }
}
