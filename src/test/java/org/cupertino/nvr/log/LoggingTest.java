package org.cupertino.nvr.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cupertino.nvr.config.LoggingOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final org.slf4j.Logger log =
            LoggerFactory.getLogger("org.cupertino.nvr.x.Thing");

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @AfterEach
    void back_to_text() {
        Logging.start(options("false", "info"));
    }

    @Test
    void json_line_has_key_values_and_the_current_instance_id_as_fields() throws Exception {
        start("true", "info");
        Logging.setInstanceId("proc-a");
        log.atInfo()
                .addKeyValue("event", "camera_live")
                .addKeyValue("source_id", 7)
                .log("Camera {} is live", 7);
        JsonNode first = new ObjectMapper().readTree(line(0));
        Logging.setInstanceId("proc-b");
        log.info("Renamed");

        assertThat(first.path("timestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(first.path("level").asText()).isEqualTo("INFO");
        assertThat(first.path("logger").asText()).isEqualTo("org.cupertino.nvr.x.Thing");
        assertThat(first.path("message").asText()).isEqualTo("Camera 7 is live");
        assertThat(first.path("event").asText()).isEqualTo("camera_live");
        assertThat(first.path("source_id").asInt()).isEqualTo(7);
        assertThat(first.path("instance_id").asText()).isEqualTo("proc-a");
        assertThat(new ObjectMapper().readTree(line(1)).path("instance_id").asText())
                .isEqualTo("proc-b");
    }

    @Test
    void credentials_are_masked_at_trace_in_text_and_json() {
        Exception failure =
                new Exception("At rtsp://u:geheim@h/2", new Exception("rtsp://u:geheim@h"));
        failure.setStackTrace(new StackTraceElement[0]);
        failure.getCause().setStackTrace(new StackTraceElement[0]);
        for (String json : new String[] {"false", "true"}) {
            start(json, "trace");
            log.atTrace()
                    .addKeyValue("uri", "rtsp://u:geheim@h/1")
                    .setCause(failure)
                    .log("Opening {}", "rtsp://u:geheim@h/3");

            assertThat(events.list).hasSize(1);
            assertThat(line(0))
                    .doesNotContain("geheim")
                    .contains("rtsp://***@h/2", "rtsp://***@h/3");
        }
    }

    @Test
    void text_line_is_short() {
        start("false", "info");
        log.info("Camera {} is live", 7);

        assertThat(line(0))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Thing - Camera 7 is live\\R");
    }

    @Test
    void message_is_one_line_without_control_characters_whatever_its_argument_holds() {
        String forged = "y\n10:00:00.000 ERROR Thing - forged\u001b[31m\r\t\u0085\u2028";
        start("false", "info");
        log.info("Instance {} is live", forged);

        assertThat(line(0).lines()).hasSize(1);
        assertThat(line(0))
                .contains("Instance y 10:00:00.000 ERROR Thing - forged [31m")
                .matches("[^\\p{Cntrl}\\x{85}\\x{2028}]+\\R");
    }

    @Test
    void stack_trace_keeps_its_lines_and_no_escape_sequence() {
        start("false", "info");
        log.info("Failed", new Exception("x\u001b[31m"));

        assertThat(line(0).lines().skip(1)).first().isEqualTo("java.lang.Exception: x [31m");
        assertThat(line(0)).contains(System.lineSeparator() + "\tat org.cupertino.nvr.log");
    }

    @Test
    void level_is_for_the_program_and_libraries_stay_quiet() {
        start("false", "debug");
        log.debug("ours");
        LoggerFactory.getLogger("io.netty.x").info("theirs");
        java.util.logging.Logger.getLogger("org.eclipse.paho.x").info("theirs");
        java.util.logging.Logger.getLogger("org.eclipse.paho.x").warning("worth it");

        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("ours", "worth it");
    }

    private void start(String json, String level) {
        Logging.start(options(json, level));
        events.list.clear();
        events.start();
        root.addAppender(events);
    }

    private static LoggingOptions options(String json, String level) {
        return ProcessorOptions.from(Map.of("nvr.json-logs", json, "nvr.log-level", level)::get)
                .logging();
    }

    /** An event as the console shows it. */
    private String line(int index) {
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        return new String(
                console.getEncoder().encode(events.list.get(index)), StandardCharsets.UTF_8);
    }
}
