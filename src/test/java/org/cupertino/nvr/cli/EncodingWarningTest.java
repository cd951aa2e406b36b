package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Java reads bytes that are no text in the encoding of the locale as U+FFFD. */
class EncodingWarningTest {
    @TempDir Path folder;
    @RegisterExtension final LogLines lines = new LogLines(ProgramCommand.class);

    @Test
    void path_that_was_not_read_as_meant_is_warned_of_when_it_does_not_exist() {
        assertThat(run(Map.of(), "--routes", "/none/gr\ufffd\ufffdn")).isEqualTo(2);

        assertThat(lines.list())
                .singleElement()
                .asString()
                .contains("of the command line can be read", "set LC_ALL=C.UTF-8")
                .doesNotContain("/none");
    }

    @Test
    void variable_is_named_and_its_value_is_not() {
        run(
                Map.of("NVR_MQTT_PASSWORD", "geheim\ufffd", "NVR_N", "1", "OTHER", "\ufffd"),
                "--routes",
                "/none");

        assertThat(lines.list())
                .singleElement()
                .asString()
                .contains("of NVR_MQTT_PASSWORD can be read")
                .doesNotContain("geheim");
    }

    @Test
    void text_as_it_was_meant_is_no_cause_for_a_warning() {
        run(Map.of("NVR_MQTT_PASSWORD", "\u00fc?"), "--routes", "/none/gr\u00fcn?");

        assertThat(lines.list()).isEmpty();
    }

    private int run(Map<String, String> environment, String... flags) {
        String[] arguments = {"processor", flags[0], flags[1]};
        return new Cli(null, environment, folder)
                .writingTo(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()))
                .run(arguments);
    }
}
