package org.cupertino.nvr.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.cupertino.nvr.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DescriptorWatchTest {
    @RegisterExtension final LogLines lines = new LogLines(DescriptorWatch.class);

    @Test
    void scarcity_is_warned_of_once_until_it_was_better() {
        AtomicLong open = new AtomicLong();
        DescriptorWatch watch = new DescriptorWatch(open::get, () -> 100);
        for (long count : new long[] {0, 90, 91, 99, 85, 91, 10, -1, 95, 96}) {
            open.set(count);
            watch.run();
        }

        assertThat(lines.list())
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
