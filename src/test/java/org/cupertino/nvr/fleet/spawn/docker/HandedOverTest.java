package org.cupertino.nvr.fleet.spawn.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a container starts with keeps up with the options of a processor. */
class HandedOverTest {
    @TempDir Path folder;

    @Test
    void each_option_that_names_a_file_has_that_file_in_the_container() throws Exception {
        List<String> files = variables(option -> option.paramLabel().equals("FILE"));
        assertThat(files).contains("NVR_CAMERAS", "NVR_CAMERA_SECRETS", "NVR_MQTT_KEY");
        Path file = Files.writeString(folder.resolve("file"), "its content");
        for (String variable : files) {
            HandedOver over = HandedOver.of(Map.of(variable, file.toString()));
            assertThat(over.variables().get(variable))
                    .as(variable)
                    .startsWith(HandedOver.FOLDER + "/");
            assertThat(new String(over.tar(), StandardCharsets.UTF_8)).contains("its content");
        }
    }

    @Test
    void no_option_that_may_hold_a_password_is_in_the_environment() throws Exception {
        List<String> secrets = variables(option -> option.paramLabel().matches(".*UR[IL].*"));
        assertThat(secrets).contains("NVR_STREAM", "NVR_STREAM_SERVER", "NVR_MQTT_URL");
        for (String variable : secrets) {
            assertThat(HandedOver.of(Map.of(variable, "rtsp://u:p@h")).variables())
                    .as(variable)
                    .containsOnlyKeys("NVR_CONFIG");
        }
        assertThat(HandedOver.of(Map.of("NVR_MQTT_PASSWORD", "word")).variables())
                .containsOnlyKeys("NVR_CONFIG");
    }

    private static List<String> variables(Predicate<OptionSpec> which) {
        return CommandSpec.forAnnotatedObject(new ProcessorOptions()).options().stream()
                .filter(which)
                .map(option -> option.longestName().substring(2))
                .filter(name -> !name.equals("config"))
                .map(name -> Settings.variable("nvr." + name))
                .toList();
    }
}
