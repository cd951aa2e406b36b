package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibavLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private LibavLog log;

    @BeforeEach
    void start() {
        Logger logger = new LoggerContext().getLogger("libav");
        logger.setLevel(Level.DEBUG);
        lines.start();
        logger.addAppender(lines);
        log = new LibavLog(logger);
    }

    @Test
    void lines_are_redacted() {
        log.line(avutil.AV_LOG_ERROR, "open rtsp://u:s3cret@cam/0 failed\n", System.nanoTime());
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("open rtsp://***@cam/0 failed");
    }

    @Test
    void flood_is_cut_off_and_counted() {
        long now = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            log.line(avutil.AV_LOG_ERROR, "broken", now);
        }
        log.line(avutil.AV_LOG_ERROR, "later", now + TimeUnit.SECONDS.toNanos(11));
        assertThat(lines.list).hasSize(22);
        assertThat(lines.list.get(20).getFormattedMessage())
                .isEqualTo("980 more lines of libav were left out");
    }

    @Test
    void only_what_is_fatal_is_a_warning() {
        log.line(avutil.AV_LOG_FATAL, "a", System.nanoTime());
        log.line(avutil.AV_LOG_ERROR, "b", System.nanoTime());
        log.line(avutil.AV_LOG_INFO, " \n", System.nanoTime());
        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.DEBUG);
    }
}
