package org.cupertino.nvr.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** However long a text is that strangers have written, a line of the log is not. */
class LineLengthTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private static final String LONG = "rtsp://u:geheim@h\n\u001b a=b: ".repeat(350_000);

    @AfterEach
    void back_to_text() {
        start("false");
    }

    @Test
    void text_line_is_cut_and_says_how_much_is_missing() {
        start("false");

        assertThat(encoded("Got " + LONG, null))
                .hasSizeLessThanOrEqualTo(8_192)
                .contains("Got rtsp://***@h")
                .matches(
                        "(?s).* \\.\\.\\. %d characters cut\\R"
                                .formatted(LONG.length() + 4 - 8_000));
        assertThat(encoded("x".repeat(8_000), null))
                .contains("x".repeat(8_000) + System.lineSeparator());
    }

    @Test
    void text_of_a_json_line_is_cut_and_says_how_much_is_missing() throws Exception {
        start("true");
        JsonNode line = new ObjectMapper().readTree(encoded(LONG, new Exception(LONG)));

        for (String field : List.of("message", "stack_trace")) {
            assertThat(line.path(field).asText())
                    .hasSizeLessThanOrEqualTo(8_192)
                    .contains("rtsp://***@h")
                    .endsWith(" characters cut");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void secret_at_the_cut_does_not_show(String json) {
        start(json);
        for (int i = 0; i < 40; i++) {
            String text = "x".repeat(7_960 + i) + " rtsp://u:####@h " + LONG;
            assertThat(encoded(text, null)).doesNotContain("#");
        }
    }

    @Test
    void stack_trace_of_long_messages_is_bounded_in_its_lines_and_in_whole() {
        start("false");
        Exception failure = new Exception("x".repeat(20_000), new Exception(LONG));
        String event = encoded("Failed", failure);

        assertThat(event.lines()).allMatch(line -> line.length() <= 8_192);
        assertThat(event)
                .hasSizeLessThan(70_000)
                .contains("xx ... ", "rtsp://***@h")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void ten_megabytes_cost_no_time(String json) {
        start(json);

        assertThat(LongStream.range(0, 10).map(round -> nanos()).min().orElseThrow())
                .isLessThan(100_000_000);
    }

    private static long nanos() {
        long start = System.nanoTime();
        encoded(LONG, null);
        return System.nanoTime() - start;
    }

    private static void start(String json) {
        Logging.start(ProcessorOptions.from(Map.of("nvr.json-logs", json)::get).logging());
    }

    private static String encoded(String message, Throwable failure) {
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) ROOT.getAppender("console");
        LoggingEvent event =
                new LoggingEvent("x", ROOT, Level.INFO, message, failure, new Object[0]);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
