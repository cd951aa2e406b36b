package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Java reads bytes that are no text in the encoding of the locale as U+FFFD. */
class EncodingWarningTest {
    @TempDir Path folder;
    private final Logger logger = (Logger) LoggerFactory.getLogger(ProgramCommand.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void path_that_was_not_read_as_meant_is_warned_of_when_it_does_not_exist() {
        assertThat(run(Map.of(), "--routes", "/none/gr\ufffd\ufffdn")).isEqualTo(2);

        assertThat(lines.list)
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

        assertThat(lines.list)
                .singleElement()
                .asString()
                .contains("of NVR_MQTT_PASSWORD can be read")
                .doesNotContain("geheim");
    }

    @Test
    void text_as_it_was_meant_is_no_cause_for_a_warning() {
        run(Map.of("NVR_MQTT_PASSWORD", "\u00fc?"), "--routes", "/none/gr\u00fcn?");

        assertThat(lines.list).isEmpty();
    }

    private int run(Map<String, String> environment, String... flags) {
        String[] arguments = {"processor", flags[0], flags[1]};
        return new Cli(null, environment, folder)
                .writingTo(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()))
                .run(arguments);
    }
}
