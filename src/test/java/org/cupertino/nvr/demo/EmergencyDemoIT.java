package org.cupertino.nvr.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody falls and is helped, for a person to watch. */
class EmergencyDemoIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @RegisterExtension final Processors processors = new Processors();

    @Test
    @Timeout(200)
    void emergency_is_played_to_its_end_by_one_command() {
        ProcessorProcess demo = processors.start("demo", "--emergency", "--log-level", "error");

        String born = demo.awaitLine("(emergency-[0-9a-f]{8}) is running", SOON).group(1);
        demo.awaitLine("== All is as it was before", SOON);
        assertThat(demo.awaitExit(SOON)).isZero();

        List<String> story = demo.lines();
        assertThat(story).filteredOn(line -> line.startsWith("== ")).hasSize(5);
        assertThat(story)
                .anyMatch(line -> line.contains("room 2 is emergency, with emergency-room-2"))
                .anyMatch(line -> line.contains("emergency-room-2 is stopped, before " + born))
                .anyMatch(line -> line.matches(".*camera 2  .*\\[emergency-room-2, .*"));
    }
}
