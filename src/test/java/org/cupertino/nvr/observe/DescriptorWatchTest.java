package org.cupertino.nvr.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DescriptorWatchTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(DescriptorWatch.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void scarcity_is_warned_of_once_until_it_was_better() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        AtomicLong open = new AtomicLong();
        DescriptorWatch watch = new DescriptorWatch(open::get, () -> 100);
        for (long count : new long[] {0, 90, 91, 99, 85, 91, 10, -1, 95, 96}) {
            open.set(count);
            watch.run();
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allMatch(line -> line.toList().get(0) == Level.WARN)
                .first()
                .asString()
                .contains("91 of 100 file descriptors are in use");
    }

    @Test
    void descriptors_and_threads_are_among_the_meters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ProcessMeters.bindTo(registry);

        for (String name :
                new String[] {"process.files.open", "process.files.max", "jvm.threads.live"}) {
            assertThat(registry.get(name).gauge().value()).as(name).isPositive();
        }
    }
}
